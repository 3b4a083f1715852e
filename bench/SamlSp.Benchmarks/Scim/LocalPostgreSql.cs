using System.Diagnostics;
using Npgsql;
using SamlSp.Directory;
using SamlSp.Testing;

namespace SamlSp.Benchmarks;

/// <summary>A PostgreSQL server of the benchmark's own, as Debian installs it; null where there is none.</summary>
internal sealed class LocalPostgreSql : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "samlsp-bench-pg-" + Guid.NewGuid().ToString("N")[..8]);
    private readonly string _binaries;
    private readonly int _port = LoopbackPort.Free();
    private int _databases;

    private LocalPostgreSql(string binaries) => _binaries = binaries;

    public static LocalPostgreSql? Start()
    {
        const string Home = "/usr/lib/postgresql";
        var binaries = System.IO.Directory.Exists(Home)
            ? System
                .IO.Directory.GetDirectories(Home)
                .Select(v => Path.Combine(v, "bin"))
                .LastOrDefault(b => File.Exists(Path.Combine(b, "initdb")))
            : null;
        if (binaries is null)
        {
            return null;
        }

        var server = new LocalPostgreSql(binaries);
        System.IO.Directory.CreateDirectory(server._folder);
        if (Environment.UserName == "root")
        {
            Run("chown", "postgres", server._folder);
        }

        server.RunServer("initdb", "-D", server._folder + "/data", "-U", "samlsp", "-A", "trust", "-E", "UTF8");
        server.RunServer(
            "pg_ctl",
            "-D",
            server._folder + "/data",
            "-w",
            "-l",
            server._folder + "/log",
            "-o",
            $"-p {server._port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={server._folder}",
            "start"
        );
        return server;
    }

    public StorageOptions NewDatabase()
    {
        var name = "bench" + ++_databases;
        using var connection = new NpgsqlConnection(Connection("postgres") + ";Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "CREATE DATABASE " + name;
        command.ExecuteNonQuery();
        return new() { Provider = StorageProvider.PostgreSql, ConnectionString = Connection(name) };
    }

    public void Dispose()
    {
        RunServer("pg_ctl", "-D", _folder + "/data", "-w", "-m", "immediate", "stop");
        System.IO.Directory.Delete(_folder, recursive: true);
    }

    private string Connection(string database) => $"Host=127.0.0.1;Port={_port};Database={database};Username=samlsp;Maximum Pool Size=32";

    private void RunServer(string program, params string[] arguments)
    {
        var path = Path.Combine(_binaries, program);
        if (Environment.UserName == "root")
        {
            Run("runuser", ["-u", "postgres", "--", path, .. arguments]);
        }
        else
        {
            Run(path, arguments);
        }
    }

    private static void Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program) { WorkingDirectory = "/tmp", RedirectStandardOutput = arguments.Contains("-A") };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        if (arguments.Contains("-A"))
        {
            process.StandardOutput.ReadToEnd();
        }

        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}");
        }
    }
}
