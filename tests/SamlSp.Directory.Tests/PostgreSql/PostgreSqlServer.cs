using System.Diagnostics;
using Npgsql;
using SamlSp.Testing;

namespace SamlSp.Directory.Tests;

/// <summary>A PostgreSQL server of this test run's own, in a temporary folder, on a free port of 127.0.0.1.</summary>
public sealed class PostgreSqlServer : IAsyncLifetime
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "samlsp-pg-" + Guid.NewGuid().ToString("N")[..12]);
    private int _port;
    private int _databases;

    /// <summary>The newest installed server's programs; null when there is none.</summary>
    public static string? Binaries { get; } =
        System.IO.Directory.Exists("/usr/lib/postgresql")
            ? System
                .IO.Directory.GetDirectories("/usr/lib/postgresql")
                .OrderBy(Version)
                .Select(v => Path.Combine(v, "bin"))
                .LastOrDefault(bin => File.Exists(Path.Combine(bin, "initdb")))
            : null;

    /// <summary>The port of 127.0.0.1.</summary>
    public int Port => _port;

    /// <summary>Settings for a new, empty database.</summary>
    public async Task<StorageOptions> NewDatabaseAsync()
    {
        var name = "test" + Interlocked.Increment(ref _databases);
        await using var connection = new NpgsqlConnection(Connection("postgres") + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "CREATE DATABASE " + name;
        await command.ExecuteNonQueryAsync();
        return new() { Provider = StorageProvider.PostgreSql, ConnectionString = Connection(name) };
    }

    public async Task InitializeAsync()
    {
        if (Binaries is null)
        {
            return;
        }

        System.IO.Directory.CreateDirectory(_folder);
        if (Environment.UserName == "root")
        {
            await RunAsync("chown", "postgres", _folder);
        }

        await RunServerProgramAsync("initdb", "-D", _folder + "/data", "-U", "samlsp", "-A", "trust", "-E", "UTF8", "--no-sync");
        _port = LoopbackPort.Free();
        await StartAsync();
    }

    public Task StartAsync() =>
        RunServerProgramAsync(
            "pg_ctl",
            "-D",
            _folder + "/data",
            "-w",
            "-l",
            _folder + "/log",
            "-o",
            $"-p {_port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={_folder} -c max_connections=200",
            "start"
        );

    /// <summary>Stops it as an operator's restart does: connections are closed at once.</summary>
    public Task StopAsync() => RunServerProgramAsync("pg_ctl", "-D", _folder + "/data", "-w", "-m", "fast", "stop");

    public async Task DisposeAsync()
    {
        if (Binaries is null)
        {
            return;
        }

        await RunServerProgramAsync("pg_ctl", "-D", _folder + "/data", "-w", "-m", "immediate", "stop");
        System.IO.Directory.Delete(_folder, recursive: true);
    }

    private static int Version(string path) =>
        int.TryParse(Path.GetFileName(path), System.Globalization.CultureInfo.InvariantCulture, out var version) ? version : 0;

    private string Connection(string database) => $"Host=127.0.0.1;Port={_port};Database={database};Username=samlsp;Maximum Pool Size=20";

    /// <summary>PostgreSQL refuses to run as root.</summary>
    private Task RunServerProgramAsync(string program, params string[] arguments)
    {
        var path = Path.Combine(Binaries!, program);
        return Environment.UserName == "root"
            ? RunAsync("runuser", ["-u", "postgres", "--", path, .. arguments])
            : RunAsync(path, arguments);
    }

    private async Task RunAsync(string program, params string[] arguments)
    {
        // The server would inherit redirected streams and keep them open, so none are redirected.
        var start = new ProcessStartInfo(program)
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = program.EndsWith("initdb", StringComparison.Ordinal),
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
        }
    }
}
