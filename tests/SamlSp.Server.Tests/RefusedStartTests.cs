using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using SamlSp.Testing;

namespace SamlSp.Server.Tests;

/// <summary>What an operator reads when the built server does not start.</summary>
public sealed class RefusedStartTests
{
    [Fact]
    public Task Start_SettingsFileMissing_IsNamed() =>
        IsRefusedAsync(
            "SAMLSP_CONFIG: The configuration file 'missing.json' was not found",
            async folder => await StartAsync(folder, Path.Combine(folder, "missing.json"))
        );

    [Fact]
    public Task Start_SettingsFileNotJson_IsNamedWithTheLine() =>
        IsRefusedAsync(
            "LineNumber: 1",
            async folder =>
            {
                var file = Path.Combine(folder, "broken.json");
                await File.WriteAllTextAsync(file, "{\n  \"SamlSp\": {");
                await StartAsync(folder, file);
            }
        );

    [Fact]
    public async Task Start_PortThatIsTaken_IsOneLine()
    {
        await using var neighbour = await ServerProcess.StartAsync([]);
        var port = new Uri(neighbour.BaseUrl).Port;
        var folder = System.IO.Directory.CreateTempSubdirectory("samlsp-taken").FullName;
        var e = await Assert.ThrowsAsync<InvalidOperationException>(() => ServerProcess.StartAsync([], folder: folder, port: port));
        Assert.Contains($"SamlSp cannot listen: Failed to bind to address http://127.0.0.1:{port}", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", e.Message, StringComparison.Ordinal);
        System.IO.Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public Task Start_NegativeRateLimit_IsRefused() =>
        IsRefusedAsync(
            "SamlSp:RateLimits:SignInPerMinute: must be 0 (no limit) or more",
            async folder => await ServerProcess.StartAsync(new() { ["RateLimits"] = new { SignInPerMinute = -1 } }, folder: folder)
        );

    [Fact]
    public Task Start_Refused_ChangesNothingInTheStore() =>
        IsRefusedAsync(
            "SamlSp:Sesion: there is no such setting",
            async folder =>
            {
                var metadata = Path.Combine(folder, "idp.xml");
                await File.WriteAllBytesAsync(metadata, new TestMetadata().ToBytes());
                try
                {
                    await ServerProcess.StartAsync(
                        new()
                        {
                            ["Sesion"] = new { },
                            ["Organizations"] = new { contoso = new { Connection = new { MetadataFile = metadata } } },
                        },
                        folder: folder
                    );
                }
                finally
                {
                    Assert.Empty(System.IO.Directory.GetFiles(folder, "samlsp.db*"));
                }
            }
        );

    [Fact]
    public Task Start_RefusedForTheIdentityProvider_MakesNoStore() =>
        IsRefusedAsync(
            "SamlSp:Organizations:fabrikam:Connection:MetadataFile: cannot read the identity provider's metadata",
            async folder =>
            {
                var metadata = Path.Combine(folder, "idp.xml");
                await File.WriteAllBytesAsync(metadata, new TestMetadata().ToBytes());
                try
                {
                    await ServerProcess.StartAsync(Organizations(metadata, Path.Combine(folder, "missing.xml")), folder: folder);
                }
                finally
                {
                    Assert.Empty(System.IO.Directory.GetFiles(folder, "samlsp.db*"));
                }
            }
        );

    [Fact]
    public async Task Start_RefusedForTheIdentityProvider_LeavesAnOlderStoreAsItWas()
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("samlsp-refused").FullName;
        try
        {
            var metadata = Path.Combine(folder, "idp.xml");
            await File.WriteAllBytesAsync(metadata, new TestMetadata().ToBytes());
            await using (await ServerProcess.StartAsync(Organizations(metadata), folder: folder)) { }

            // A store of an older version: it lacks what the first script since made.
            await ExecuteAsync(folder, "DROP TABLE identity_provider_metadata; DELETE FROM schema_history WHERE number = 30");
            await Assert.ThrowsAsync<InvalidOperationException>(() =>
                ServerProcess.StartAsync(Organizations(metadata, Path.Combine(folder, "missing.xml")), folder: folder)
            );
            Assert.Equal(0L, await ExecuteAsync(folder, "SELECT count(*) FROM schema_history WHERE number = 30"));

            await using (await ServerProcess.StartAsync(Organizations(metadata), folder: folder)) { }
            Assert.Equal(1L, await ExecuteAsync(folder, "SELECT count(*) FROM schema_history WHERE number = 30"));
        }
        finally
        {
            System.IO.Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public Task Start_AddressInUse_IsNamed() =>
        IsRefusedAsync(
            "SamlSp cannot listen: Failed to bind to address http://127.0.0.1:",
            async folder =>
            {
                // The neighbour says that it is ready. That must not be taken for an answer of the server's own.
                var builder = WebApplication.CreateSlimBuilder();
                builder.Logging.ClearProviders();
                var port = LoopbackPort.Free();
                builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
                await using var other = builder.Build();
                other.MapGet("/healthz/ready", () => "Healthy");
                await other.StartAsync();
                await ServerProcess.StartAsync([], folder: folder, port: port);
            },
            "BackgroundService"
        );

    private static ServerSettings Organizations(string contoso, string? fabrikam = null)
    {
        var organizations = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["contoso"] = new { Connection = new { MetadataFile = contoso } },
        };
        if (fabrikam is not null)
        {
            organizations["fabrikam"] = new { Connection = new { MetadataFile = fabrikam } };
        }

        return new() { ["Organizations"] = organizations };
    }

    private static async Task<object?> ExecuteAsync(string folder, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "samlsp.db")};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The texts are this test's own.
        command.CommandText = sql;
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync();
    }

    private static async Task IsRefusedAsync(string why, Func<string, Task> start, string never = "Unhandled exception")
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("samlsp-refused").FullName;
        try
        {
            var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => start(folder));
            Assert.Contains("The server ended with 1:", refused.Message, StringComparison.Ordinal);
            Assert.Contains(why, refused.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(never, refused.Message, StringComparison.Ordinal);
        }
        finally
        {
            System.IO.Directory.Delete(folder, recursive: true);
        }
    }

    private static Task<ServerProcess> StartAsync(string folder, string settingsFile) =>
        ServerProcess.StartAsync(
            [],
            folder: folder,
            variables: new Dictionary<string, string>(StringComparer.Ordinal) { ["SAMLSP_CONFIG"] = settingsFile }
        );
}
