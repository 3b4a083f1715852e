using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Npgsql;
using SamlSp.AspNetCore;
using SamlSp.Testing;

namespace SamlSp.Directory.Tests;

/// <summary>Behind a real PgBouncer in transaction mode, with one connection for all clients.</summary>
public sealed class PgBouncerTests(PostgreSqlServer server) : IClassFixture<PostgreSqlServer>, IDisposable
{
    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("samlsp-pgbouncer-").FullName;
    private Process? _pooler;

    [PostgreSqlFact]
    public async Task Start_StatementsMixedUpByAPooler_IsRefusedWithTheKey()
    {
        var options = await BehindPoolerAsync();
        await using var store = TestStore.On(options);
        var refused = await Assert.ThrowsAsync<SamlSpConfigurationException>(() => store.StartAsync());
        Assert.StartsWith("SamlSp:Storage:PreparedStatements: must be false", Assert.Single(refused.Errors), StringComparison.Ordinal);
    }

    [PostgreSqlFact]
    public async Task SignIns_WithoutPreparedStatementsBehindAPooler_Work()
    {
        var options = await BehindPoolerAsync();
        options.PreparedStatements = false;
        await using var here = TestStore.On(options);
        await using var there = TestStore.On(options);
        var users = await Task.WhenAll(
            Enumerable
                .Range(0, 40)
                .Select(i =>
                    Task.Run(() =>
                        (i % 2 == 0 ? here : there).Users.SignInAsync(
                            SampleData.Organization(),
                            SampleData.Alice with
                            {
                                Key = new(SampleData.Tenant, $"aaaaaaaa-0000-0000-0000-0000000000{i % 8:D2}"),
                                NameId = $"user{i % 8}@example.com",
                                Mail = null,
                            },
                            default
                        )
                    )
                )
        );
        Assert.All(users, user => Assert.True(user.Succeeded));
        Assert.Equal(8, users.Select(user => user.User!.Id).Distinct().Count());
    }

    public void Dispose()
    {
        _pooler?.Kill(entireProcessTree: true);
        _pooler?.Dispose();
        System.IO.Directory.Delete(_folder, recursive: true);
    }

    private async Task<StorageOptions> BehindPoolerAsync()
    {
        var options = await server.NewDatabaseAsync();
        var connection = new NpgsqlConnectionStringBuilder(options.ConnectionString);
        var port = LoopbackPort.Free();
        var settings = Path.Combine(_folder, "pgbouncer.ini");
        await File.WriteAllTextAsync(
            settings,
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                [databases]
                {connection.Database} = host=127.0.0.1 port={server.Port} user=samlsp
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = {port}
                unix_socket_dir =
                auth_type = any
                pool_mode = transaction
                default_pool_size = 1
                ignore_startup_parameters = extra_float_digits
                """
            )
        );
        if (!OperatingSystem.IsWindows())
        {
            // It runs as another user, and reads its settings from here.
            File.SetUnixFileMode(_folder, (UnixFileMode)0b111_101_101);
        }

        // PgBouncer refuses to run as root.
        var start =
            Environment.UserName == "root"
                ? new ProcessStartInfo("runuser", ["-u", "postgres", "--", "pgbouncer", "-q", settings])
                : new ProcessStartInfo("pgbouncer", ["-q", settings]);
        _pooler = Process.Start(start)!;
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync("127.0.0.1", port);
                break;
            }
            catch (SocketException) when (attempt < 100)
            {
                await Task.Delay(50);
            }
        }

        connection.Port = port;
        return new() { Provider = StorageProvider.PostgreSql, ConnectionString = connection.ConnectionString };
    }
}
