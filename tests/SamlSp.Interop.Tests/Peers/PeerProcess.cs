using System.Diagnostics;
using System.Text;

namespace SamlSp.Interop.Tests;

/// <summary>Software of others in a process of its own: started within a limit, its output kept, ended with the test.</summary>
public sealed class PeerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _output = new();

    private PeerProcess(Process process) => _process = process;

    /// <summary>Everything that it has printed so far.</summary>
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

    /// <summary>Starts a program, and waits until an address of it answers with success.</summary>
    /// <param name="folder">The folder to start in.</param>
    /// <param name="ready">The address.</param>
    /// <param name="variables">Environment variables.</param>
    /// <param name="command">The program and its arguments.</param>
    /// <exception cref="InvalidOperationException">It is not installed, it ended, or it did not answer in time.</exception>
    public static async Task<PeerProcess> StartAsync(
        string folder,
        Uri ready,
        IReadOnlyDictionary<string, string> variables,
        params string[] command
    )
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            UseShellExecute = false,
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        var peer = new PeerProcess(Process.Start(start)!);
        peer.Collect();
        try
        {
            await peer.WaitAsync(ready);
            return peer;
        }
        catch (InvalidOperationException)
        {
            await peer.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
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
        _process.StandardInput.Close();
    }

    private async Task WaitAsync(Uri ready)
    {
        using var client = new HttpClient();
        var since = Stopwatch.StartNew();
        while (since.Elapsed < Limit)
        {
            if (_process.HasExited)
            {
                await _process.WaitForExitAsync();
                throw new InvalidOperationException($"{_process.StartInfo.FileName} ended with {_process.ExitCode}:\n{Output}");
            }

            try
            {
                using var answer = await client.GetAsync(ready);
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }

            await Task.Delay(50);
        }

        throw new InvalidOperationException($"{ready} did not answer within {Limit.TotalSeconds} s:\n{Output}");
    }
}
