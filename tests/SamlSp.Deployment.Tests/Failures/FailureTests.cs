using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Npgsql;
using SamlSp.Testing;

namespace SamlSp.Deployment.Tests;

/// <summary>
/// Breaks one thing after the other, and looks for the cause where an operator looks: in the health checks, in the log, and in the trace of
/// a user's reference number; and on the user's page. docs/troubleshooting.md has the same causes.
/// </summary>
public sealed class FailureTests : IClassFixture<PostgreSqlServer>, IDisposable
{
    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("samlsp-failure").FullName;
    private readonly PostgreSqlServer _database;

    public FailureTests(PostgreSqlServer database) => _database = database;

    public void Dispose() => System.IO.Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Nothing_Broken_IsHealthyAndSignsIn()
    {
        await using var server = await BrokenServer.StartAsync(_folder);
        Assert.True((await server.SignInAsync()).IsSignedIn, server.Log);
        Assert.Empty(await server.HealthAsync());
        Assert.Equal((HttpStatusCode.OK, "Healthy"), await server.ReadyAsync());
        Assert.All(
            server
                .Log.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .TakeWhile(line => !line.Contains("owner yet. Become", StringComparison.Ordinal)),
            line => Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z (info|warn|fail): |^\s*$", line)
        );
    }

    [Theory]
    [InlineData(10)]
    [InlineData(-10)]
    public Task Clock_TenMinutesOffOnSqlite_IsNamed(int minutes) => ClockIsNamedAsync(minutes, storage: null);

    [PostgreSqlFact]
    public async Task Clock_TenMinutesAheadOnPostgreSql_IsNamed()
    {
        var health = await ClockIsNamedAsync(10, await StorageAsync());
        Assert.Matches(@"^Degraded: this clock is \d+ seconds ahead of the store's$", health["store_clock"]);
    }

    [PostgreSqlFact]
    public async Task Clock_TenMinutesBehindOnPostgreSql_IsNamed()
    {
        var health = await ClockIsNamedAsync(-10, await StorageAsync());
        Assert.Matches(@"^Degraded: this clock is \d+ seconds behind the store's$", health["store_clock"]);
    }

    [PostgreSqlFact]
    public async Task Store_Down_IsNamedAndReferencesAreWrittenLater()
    {
        await using var server = await BrokenServer.StartAsync(_folder, await StorageAsync());
        Assert.True((await server.SignInAsync()).IsSignedIn, server.Log);
        await _database.StopAsync();
        string reference;
        try
        {
            await Eventually.HoldsAsync(
                async () => (await server.ReadyAsync()).Status == HttpStatusCode.ServiceUnavailable,
                TimeSpan.FromSeconds(20),
                "the health check"
            );
            var refused = await server.SignInAsync();
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.Status);
            Assert.False(refused.WasSentAway);
            Assert.Contains("This is not your fault. Our store is down.", refused.Page, StringComparison.Ordinal);

            // One line names the store's address, and there is no stack trace.
            reference = refused.Reference;
            var lines = server.Log.Split('\n').Where(line => line.Contains(reference, StringComparison.Ordinal)).ToList();
            Assert.Contains($"PostgreSQL at 127.0.0.1:{_database.Port}", Assert.Single(lines), StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", server.Log, StringComparison.Ordinal);
            Assert.Contains($"127.0.0.1:{_database.Port}", (await server.HealthAsync())["store"], StringComparison.Ordinal);
            Assert.Contains("Refused: store_unavailable", await server.TraceAsync(reference), StringComparison.Ordinal);
            var unknown = await server.TraceAsync("ABCDE-23456");
            Assert.Contains("The store is down", unknown, StringComparison.Ordinal);
            Assert.Contains("| grep ABCDE-23456", unknown, StringComparison.Ordinal);
        }
        finally
        {
            await _database.StartAsync();
        }

        await Eventually.HoldsAsync(async () => (await server.SignInAsync()).IsSignedIn, TimeSpan.FromSeconds(20), "signing in again");
        await Eventually.HoldsAsync(
            () => Task.FromResult(server.Log.Contains("What became of sign-ins can be written again", StringComparison.Ordinal)),
            TimeSpan.FromSeconds(20),
            "writing what was kept"
        );
        Assert.Contains("Refused: store_unavailable", await server.TraceAsync(reference), StringComparison.Ordinal);
        Assert.Contains("No sign-in ABCDE-23456 is known", await server.TraceAsync("ABCDE-23456"), StringComparison.Ordinal);
    }

    [PostgreSqlFact]
    public async Task Store_WrongPassword_IsNamed()
    {
        var storage = await _database.NewDatabaseAsync();
        await using (var connection = new NpgsqlConnection(storage.ConnectionString + ";Pooling=false"))
        {
            await connection.OpenAsync();
            await using var create = new NpgsqlCommand("CREATE ROLE locked LOGIN PASSWORD 'right'; SHOW hba_file", connection);
            string? file = null;
            await using (var reader = await create.ExecuteReaderAsync())
            {
                Assert.True(await reader.ReadAsync());
                file = reader.GetString(0);
            }

            await File.WriteAllTextAsync(file, "host all locked 127.0.0.1/32 scram-sha-256\n" + await File.ReadAllTextAsync(file));
            await using var reload = new NpgsqlCommand("SELECT pg_reload_conf()", connection);
            await reload.ExecuteNonQueryAsync();
        }

        var wrong = new NpgsqlConnectionStringBuilder(storage.ConnectionString) { Username = "locked", Password = "not-the-password" };
        await using var server = await BrokenServer.StartAsync(_folder, new { Provider = "PostgreSql", wrong.ConnectionString });
        Assert.Contains(
            "Starting without the store: The store cannot be reached (PostgreSQL at 127.0.0.1:",
            server.Log,
            StringComparison.Ordinal
        );
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "Unhealthy"), await server.ReadyAsync());
        Assert.Contains("password authentication failed", (await server.HealthAsync())["store"], StringComparison.Ordinal);
        Assert.DoesNotContain("not-the-password", server.Log, StringComparison.Ordinal);
        Assert.False((await server.SignInAsync()).WasSentAway);
    }

    [Fact]
    public async Task Store_WrongPath_IsRefusedAtStart()
    {
        // (1) A folder that does not exist.
        var missing = await Assert.ThrowsAsync<InvalidOperationException>(() => StartOnAsync("dta/samlsp.db"));
        Assert.Contains($"the folder {_folder}/dta does not exist", missing.Message, StringComparison.Ordinal);
        Assert.False(System.IO.Directory.Exists(Path.Combine(_folder, "dta")));

        // (2) Another file than the one that the keys were used with.
        await using (var first = await StartOnAsync("samlsp.db"))
        {
            Assert.Contains(
                $"The store is new, and has no owner yet: SQLite file {_folder}/samlsp.db",
                first.Log,
                StringComparison.Ordinal
            );
        }

        var other = await Assert.ThrowsAsync<InvalidOperationException>(() => StartOnAsync("samlps.db"));
        Assert.Contains($"SQLite file {_folder}/samlps.db is not the store", other.Message, StringComparison.Ordinal);
        Assert.Contains($"that is SQLite file {_folder}/samlsp.db", other.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", other.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_folder, "samlps.db")));

        // (3) The right one still starts, and says again that it is new.
        await using var again = await StartOnAsync("samlsp.db");
        Assert.Contains("The store is new, and has no owner yet", again.Log, StringComparison.Ordinal);
    }

    [MountFact]
    public async Task Disk_Full_IsNamed()
    {
        var disk = await MountAsync();
        try
        {
            await using var server = await StartOnAsync("disk/samlsp.db");
            Assert.True((await server.SignInAsync()).IsSignedIn, server.Log);
            var filler = Path.Combine(disk, "filler");
            await Assert.ThrowsAnyAsync<IOException>(() => File.WriteAllBytesAsync(filler, new byte[64 * 1024 * 1024]));

            // On the edge of a full disk a sign-in succeeds now and then.
            BrokenSignIn refused;
            var attempts = 0;
            do
            {
                refused = await server.SignInAsync();
            } while (refused.IsSignedIn && ++attempts < 500);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.Status);
            Assert.Contains("This is not your fault.", refused.Page, StringComparison.Ordinal);
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "Unhealthy"), await server.ReadyAsync());
            Assert.Contains("full", (await server.HealthAsync())["store"], StringComparison.Ordinal);
            Assert.Contains($"SQLite file {disk}/samlsp.db", server.Log, StringComparison.Ordinal);
            Assert.Contains("Refused: store_unavailable", await server.TraceAsync(refused.Reference), StringComparison.Ordinal);

            File.Delete(filler);
            await Eventually.HoldsAsync(async () => (await server.SignInAsync()).IsSignedIn, TimeSpan.FromSeconds(40), "signing in again");
        }
        finally
        {
            await Script.RunAsync("umount", ["-l", disk]);
        }
    }

    [MountFact]
    public async Task Disk_ReadOnly_IsNamed()
    {
        var disk = await MountAsync();
        try
        {
            await using (var before = await StartOnAsync("disk/samlsp.db"))
            {
                Assert.True((await before.SignInAsync()).IsSignedIn, before.Log);
            }

            await Script.RunAsync("mount", ["-o", "remount,ro", disk]);
            await using var server = await StartOnAsync("disk/samlsp.db");
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "Unhealthy"), await server.ReadyAsync());
            Assert.Contains("readonly", (await server.HealthAsync())["store"], StringComparison.Ordinal);
            Assert.Contains($"(SQLite file {disk}/samlsp.db): ", server.Log, StringComparison.Ordinal);
            var refused = await server.SignInAsync();
            Assert.False(refused.WasSentAway);
            Assert.Contains("Refused: store_unavailable", await server.TraceAsync(refused.Reference), StringComparison.Ordinal);

            await Script.RunAsync("mount", ["-o", "remount,rw", disk]);
            await Eventually.HoldsAsync(async () => (await server.SignInAsync()).IsSignedIn, TimeSpan.FromSeconds(40), "signing in again");
        }
        finally
        {
            await Script.RunAsync("umount", ["-l", disk]);
        }
    }

    [Fact]
    public async Task Metadata_DownAtStart_DegradesThatOrganization()
    {
        var port = LoopbackPort.Free();
        var connection = new { MetadataUrl = $"http://127.0.0.1:{port}/metadata" };
        await using (var never = await BrokenServer.StartAsync(_folder, connection: connection))
        {
            Assert.Equal((HttpStatusCode.OK, "Degraded"), await never.ReadyAsync());
            Assert.Contains("contoso: no user can sign in", (await never.HealthAsync())["metadata"], StringComparison.Ordinal);
            Assert.Contains("No user of contoso can sign in yet", never.Log, StringComparison.Ordinal);
            var refused = await never.SignInAsync();
            Assert.False(refused.WasSentAway);
            Assert.Contains("This is not your fault.", refused.Page, StringComparison.Ordinal);
            Assert.Contains("Refused: connection_unavailable", await never.TraceAsync(refused.Reference), StringComparison.Ordinal);
        }

        // Once read, a start without network goes on with it.
        await using (await ServeMetadataAsync(port))
        await using (var read = await BrokenServer.StartAsync(_folder, connection: connection))
        {
            Assert.True((await read.SignInAsync()).IsSignedIn, read.Log);
        }

        await using var kept = await BrokenServer.StartAsync(_folder, connection: connection);
        Assert.True((await kept.SignInAsync()).IsSignedIn, kept.Log);
        Assert.Contains("contoso: using the metadata read at", (await kept.HealthAsync())["metadata"], StringComparison.Ordinal);
        Assert.Contains("could not be read at start; using the metadata read at", kept.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("The signing keys of", kept.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Certificates_Ended_AreNamed()
    {
        // (1) That of the identity provider.
        using var ended = TestCertificates.CreateRsa(
            "ended",
            notBefore: DateTimeOffset.UtcNow.AddDays(-9),
            notAfter: DateTimeOffset.UtcNow.AddDays(-2)
        );
        await File.WriteAllBytesAsync(
            Path.Combine(_folder, "idp.xml"),
            new TestMetadata { Certificates = [ended], SignedBy = null }.ToBytes()
        );

        // (2) Our own.
        var certs = System.IO.Directory.CreateDirectory(Path.Combine(_folder, "certs")).FullName;
        using var own = TestCertificates.CreateRsa(
            "own",
            notBefore: DateTimeOffset.UtcNow.AddDays(-9),
            notAfter: DateTimeOffset.UtcNow.AddDays(-2)
        );
        await File.WriteAllTextAsync(Path.Combine(certs, "samlsp.crt"), own.ExportCertificatePem());
        await File.WriteAllTextAsync(Path.Combine(certs, "samlsp.key"), own.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem());

        await using var server = await BrokenServer.StartAsync(_folder);
        var refused = await server.SignInAsync(signedBy: ended);
        Assert.Equal(HttpStatusCode.Forbidden, refused.Status);
        Assert.Contains(
            "This is not your fault. The certificate of your organization's sign-in page has ended",
            refused.Page,
            StringComparison.Ordinal
        );
        Assert.Contains("Refused: expired_certificate", await server.TraceAsync(refused.Reference), StringComparison.Ordinal);
        var certificates = (await server.HealthAsync())["certificates"];
        Assert.Contains("our own certificate has ended", certificates, StringComparison.Ordinal);
        Assert.Contains("the signing certificate of contoso has ended", certificates, StringComparison.Ordinal);
        Assert.Contains("Our own certificate has ended", server.Log, StringComparison.Ordinal);
    }

    /// <summary>
    /// An assertion is good for an hour, as at Entra: a clock that is ahead lets users in, and is said nevertheless. One that is behind
    /// refuses all.
    /// </summary>
    private async Task<IReadOnlyDictionary<string, string>> ClockIsNamedAsync(int minutes, object? storage)
    {
        var isAhead = minutes > 0;
        await using var server = await BrokenServer.StartAsync(_folder, storage, TimeSpan.FromMinutes(minutes));
        BrokenSignIn? last = null;
        for (var user = 0; user < 3; user++)
        {
            last = await server.SignInAsync();
            Assert.Equal(isAhead, last.IsSignedIn);
        }

        Assert.Equal((HttpStatusCode.OK, "Degraded"), await server.ReadyAsync());
        var health = await server.HealthAsync();
        Assert.Matches(
            $@"^Degraded: this clock is (59|60)\d seconds {(isAhead ? "ahead of" : "behind")} the identity providers'$",
            health["clock"]
        );
        if (isAhead)
        {
            last = await server.SignInAsync(signedBy: TestCertificates.Untrusted);
        }
        else
        {
            Assert.Contains("This is not your fault. Our clock and the clock", last!.Page, StringComparison.Ordinal);
            Assert.Equal("Degraded: contoso: 3 of 3 sign-ins in 5 minutes were refused: not_yet_valid 3", health["sign_ins"]);
            Assert.Contains(
                $"Refused: not_yet_valid, reference {last.Reference}, organization contoso.",
                server.Log,
                StringComparison.Ordinal
            );
        }

        // The operator's own clock is right, and differs from the server's: the trace is shown all the same.
        var trace = await server.TraceAsync(last!.Reference);
        Assert.Contains("Refused: " + (isAhead ? "signature_invalid" : "not_yet_valid"), trace, StringComparison.Ordinal);
        Assert.Matches($@"The clock of this computer is (9\.9|10|10\.1) minutes {(isAhead ? "behind" : "ahead of")} that of", trace);
        return health;
    }

    /// <summary>A disk of 24 MiB.</summary>
    private async Task<string> MountAsync()
    {
        var disk = System.IO.Directory.CreateDirectory(Path.Combine(_folder, "disk")).FullName;
        await Script.RunAsync("mount", ["-t", "tmpfs", "-o", "size=24m", "tmpfs", disk]);
        return disk;
    }

    private Task<BrokenServer> StartOnAsync(string file) =>
        BrokenServer.StartAsync(
            _folder,
            new { Provider = "Sqlite", ConnectionString = $"Data Source={Path.Combine(_folder, file)};Default Timeout=1" }
        );

    private async Task<object> StorageAsync()
    {
        var storage = await _database.NewDatabaseAsync();
        return new { Provider = "PostgreSql", storage.ConnectionString };
    }

    private static async Task<WebApplication> ServeMetadataAsync(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        var server = builder.Build();
        server.Run(context => context.Response.Body.WriteAsync(new TestMetadata().ToBytes(), context.RequestAborted).AsTask());
        await server.StartAsync();
        return server;
    }
}
