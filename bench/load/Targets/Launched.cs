using System.Diagnostics;

namespace SamlSp.Load;

/// <summary>A process of ours that answers HTTP. Its output goes to a file, so that no pipe fills up.</summary>
internal sealed class Launched : IAsyncDisposable
{
    private readonly Process _process;

    private Launched(Process process) => _process = process;

    public int Id => _process.Id;

    /// <summary>From the start of the process to the first answer of its readiness, where that was awaited.</summary>
    public TimeSpan ReadyAfter { get; private set; }

    /// <summary>
    /// Starts a program, in a folder that no process writes into (ASP.NET Core watches it), and waits until <paramref name="readyUrl"/>
    /// answers 200.
    /// </summary>
    public static async Task<Launched> StartAsync(
        string log,
        string? readyUrl,
        IReadOnlyDictionary<string, string>? environment,
        string program,
        params string[] arguments
    )
    {
        // exec: the process that is measured is the program itself.
        var start = new ProcessStartInfo("/bin/sh") { WorkingDirectory = Directory.CreateDirectory(log + ".run").FullName };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add("log=$1; shift; exec \"$@\" >\"$log\" 2>&1");
        foreach (var argument in (string[])["sh", log, program, .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            start.Environment[name] = value;
        }

        var clock = Stopwatch.StartNew();
        var launched = new Launched(Process.Start(start)!);
        if (readyUrl is not null)
        {
            await launched.WaitAsync(readyUrl, log, clock);
        }

        launched.ReadyAfter = clock.Elapsed;
        return launched;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            using var terminate = Process.Start("kill", ["-TERM", Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            try
            {
                await _process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill(entireProcessTree: true);
            }
        }

        _process.Dispose();
    }

    private async Task WaitAsync(string url, string log, Stopwatch clock)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        while (clock.Elapsed < TimeSpan.FromSeconds(60))
        {
            if (_process.HasExited)
            {
                throw new InvalidOperationException(
                    $"{log} says why the process ended with {_process.ExitCode}:\n{await File.ReadAllTextAsync(log)}"
                );
            }

            try
            {
                using var answer = await client.GetAsync(url);
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }

            await Task.Delay(2);
        }

        throw new TimeoutException($"Not ready: {log} may say why.");
    }
}
