using System.Diagnostics;
using System.Globalization;
using SamlSp.Testing;

namespace SamlSp.Load;

/// <summary>
/// A PostgreSQL server of this run's own with the settings that it comes with: each commit is on the disk before it is reported.
/// </summary>
internal sealed class PostgreSqlCluster : IAsyncDisposable
{
    private readonly string _folder;
    private readonly int _port;

    private PostgreSqlCluster(string folder, int port) => (_folder, _port) = (folder, port);

    public string ConnectionString => $"Host=127.0.0.1;Port={_port};Database=samlsp;Username=samlsp;Maximum Pool Size=50";

    public int Id => int.Parse(File.ReadLines(_folder + "/data/postmaster.pid").First(), CultureInfo.InvariantCulture);

    public static async Task<PostgreSqlCluster> StartAsync(string folder)
    {
        System.IO.Directory.CreateDirectory(folder);
        if (Environment.UserName == "root")
        {
            await RunAsync("chown", "postgres", folder);
        }

        var cluster = new PostgreSqlCluster(folder, LoopbackPort.Free());
        await ServerAsync("initdb", "-D", folder + "/data", "-U", "samlsp", "-A", "trust", "-E", "UTF8", "--no-sync");
        await ServerAsync(
            "pg_ctl",
            "-D",
            folder + "/data",
            "-w",
            "-l",
            folder + "/log",
            "-o",
            $"-p {cluster._port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c max_connections=200",
            "start"
        );
        await ServerAsync(
            "createdb",
            "-h",
            "127.0.0.1",
            "-p",
            cluster._port.ToString(CultureInfo.InvariantCulture),
            "-U",
            "samlsp",
            "samlsp"
        );
        return cluster;
    }

    /// <summary>What a query gives, one value.</summary>
    public Task<string> QueryAsync(string sql) =>
        ServerAsync(
            "psql",
            "-h",
            "127.0.0.1",
            "-p",
            _port.ToString(CultureInfo.InvariantCulture),
            "-U",
            "samlsp",
            "-At",
            "-c",
            sql,
            "samlsp"
        );

    public async ValueTask DisposeAsync() => await ServerAsync("pg_ctl", "-D", _folder + "/data", "-w", "-m", "immediate", "stop");

    /// <summary>PostgreSQL refuses to run as root.</summary>
    private static Task<string> ServerAsync(string program, params string[] arguments)
    {
        var bin = System.IO.Directory.GetDirectories("/usr/lib/postgresql").Order(StringComparer.Ordinal).Last() + "/bin/";
        return Environment.UserName == "root"
            ? RunAsync("runuser", ["-u", "postgres", "--", bin + program, .. arguments])
            : RunAsync(bin + program, arguments);
    }

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        // pg_ctl's child would hold a redirected output open.
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = !arguments.Contains("start"), WorkingDirectory = "/tmp" };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var output = start.RedirectStandardOutput ? await process.StandardOutput.ReadToEndAsync() : "";
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? output.Trim()
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
    }
}
