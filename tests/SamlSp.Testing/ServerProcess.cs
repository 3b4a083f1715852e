using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace SamlSp.Testing;

/// <summary>The built server in a process of its own, with a folder of its own for its store and keys.</summary>
public sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly string _folder;
    private readonly bool _ownsFolder;
    private bool _disposed;

    private ServerProcess(Process process, string baseUrl, string folder, bool ownsFolder) =>
        (_process, BaseUrl, _folder, _ownsFolder) = (process, baseUrl, folder, ownsFolder);

    /// <summary>Its address.</summary>
    public string BaseUrl { get; }

    /// <summary>The folder with its store and keys.</summary>
    public string Folder => _folder;

    /// <summary>Everything it has printed so far.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>Starts the server and waits until it is ready.</summary>
    /// <param name="settings">The section SamlSp, an object that can be written as JSON; BaseUrl, Certificates and Storage are filled
    /// in.</param>
    /// <param name="environment">The environment's name.</param>
    /// <param name="host">The host that browsers see.</param>
    /// <param name="folder">A folder to go on with; null makes a new one.</param>
    /// <param name="port">The port; null takes a free one.</param>
    /// <param name="variables">More environment variables.</param>
    /// <param name="publicUrl">The address that browsers see, when it is another node's or a proxy's; null for its own.</param>
    /// <param name="launcher">A program, with arguments, that starts the server as its own last arguments say; null starts it
    /// directly.</param>
    /// <param name="whenReady">Whether to wait until it is ready; otherwise until it listens.</param>
    public static async Task<ServerProcess> StartAsync(
        ServerSettings settings,
        string environment = "Production",
        string host = "127.0.0.1",
        string? folder = null,
        int? port = null,
        IReadOnlyDictionary<string, string>? variables = null,
        string? publicUrl = null,
        IReadOnlyList<string>? launcher = null,
        bool whenReady = true
    )
    {
        var home = folder ?? Directory.CreateTempSubdirectory("samlsp-server").FullName;
        var listens = port ?? LoopbackPort.Free();
        var baseUrl = $"http://{host}:{listens}";
        var section = new ServerSettings(settings) { ["BaseUrl"] = publicUrl ?? baseUrl };
        section.TryAdd("Certificates", new { Directory = Path.Combine(home, "certs") });
        section.TryAdd("Storage", new { Provider = "Sqlite", ConnectionString = $"Data Source={Path.Combine(home, "samlsp.db")}" });
        var config = Path.Combine(home, "samlsp.json");
        await File.WriteAllTextAsync(config, JsonSerializer.Serialize(new { SamlSp = section }));

        var all = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ASPNETCORE_ENVIRONMENT"] = environment,
            ["SAMLSP_CONFIG"] = config,
        };
        foreach (var (name, value) in variables ?? new Dictionary<string, string>())
        {
            all[name] = value;
        }

        return await StartAsync(all, baseUrl, home, ownsFolder: folder is null, launcher, whenReady);
    }

    /// <summary>Starts the server with the settings that come with it, and waits until it is ready.</summary>
    /// <param name="port">The port of localhost.</param>
    /// <param name="variables">Environment variables.</param>
    public static Task<ServerProcess> StartAsShippedAsync(int port, IReadOnlyDictionary<string, string> variables) =>
        StartAsync(
            new(variables),
            $"http://localhost:{port}",
            Directory.CreateTempSubdirectory("samlsp-shipped").FullName,
            ownsFolder: true,
            launcher: null,
            whenReady: true
        );

    private static async Task<ServerProcess> StartAsync(
        Dictionary<string, string> variables,
        string baseUrl,
        string home,
        bool ownsFolder,
        IReadOnlyList<string>? launcher,
        bool whenReady
    )
    {
        var start = new ProcessStartInfo(launcher?[0] ?? "dotnet")
        {
            UseShellExecute = false,
            WorkingDirectory = home,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in launcher is null ? [] : launcher.Skip(1).Append("dotnet"))
        {
            start.ArgumentList.Add(argument);
        }

        start.ArgumentList.Add(
            Path.Combine(Repository.Root, $"src/SamlSp.Server/bin/{Repository.Configuration}/net10.0/SamlSp.Server.dll")
        );
        start.ArgumentList.Add("--urls");
        start.ArgumentList.Add(baseUrl);
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        var server = new ServerProcess(Process.Start(start)!, baseUrl, home, ownsFolder);
        server.Collect();
        try
        {
            await server.WaitAsync(whenReady);
            return server;
        }
        catch (TimeoutException)
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends the process at once, as a crash would.</summary>
    public void Kill()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
        await Task.Yield();
        if (_ownsFolder)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private void Collect()
    {
        void Add(object sender, DataReceivedEventArgs e)
        {
            lock (_output)
            {
                _output.AppendLine(e.Data);
            }
        }

        _process.OutputDataReceived += Add;
        _process.ErrorDataReceived += Add;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private async Task WaitAsync(bool whenReady)
    {
        using var client = new HttpClient();
        for (var attempt = 0; attempt < 1200; attempt++)
        {
            if (_process.HasExited)
            {
                // Waits until everything that it printed has arrived as well.
                await _process.WaitForExitAsync();
                throw new InvalidOperationException($"The server ended with {_process.ExitCode}:\n{Output}");
            }

            try
            {
                using var answer = await client.GetAsync(new Uri(BaseUrl + "/healthz/ready"));
                // Its own line in the log: a neighbour on the same port would answer as well.
                if ((answer.IsSuccessStatusCode || !whenReady) && Output.Contains("Now listening on: " + BaseUrl, StringComparison.Ordinal))
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }

            await Task.Delay(100);
        }

        throw new TimeoutException($"The server is not ready:\n{Output}");
    }
}
