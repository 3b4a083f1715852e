using System.Diagnostics;
using System.Text;
using SamlSp.Testing;

namespace SamlSp.Browser.Tests;

/// <summary>A node of a Blazor Server application with the sandbox tenant, in a process of its own.</summary>
internal sealed class BlazorNode : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();

    private BlazorNode(Process process, string url) => (_process, Url) = (process, url);

    public string Url { get; }

    /// <summary>Starts a node.</summary>
    /// <param name="folder">The folder of the store, which nodes may share.</param>
    /// <param name="publicUrl">The address at which users sign in; null for its own.</param>
    public static async Task<BlazorNode> StartAsync(string folder, string? publicUrl = null)
    {
        var url = $"http://localhost:{LoopbackPort.Free()}";
        var built = Path.Combine(Repository.Root, $"tests/SamlSp.BlazorApp/bin/{Repository.Configuration}/net10.0");
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            WorkingDirectory = built,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] arguments =
        [
            Path.Combine(built, "SamlSp.BlazorApp.dll"),
            "--urls",
            url,
            "--base",
            publicUrl ?? url,
            "--store",
            Path.Combine(folder, "samlsp.db"),
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        var node = new BlazorNode(Process.Start(start)!, url);
        node._process.OutputDataReceived += (_, e) => node.Add(e.Data);
        node._process.ErrorDataReceived += (_, e) => node.Add(e.Data);
        node._process.BeginOutputReadLine();
        node._process.BeginErrorReadLine();
        await Eventually.HoldsAsync(
            () => Task.FromResult(node.Output.Contains("Now listening on: " + url, StringComparison.Ordinal)),
            TimeSpan.FromMinutes(1),
            "the start of the Blazor application"
        );
        return node;
    }

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

    /// <summary>Does something to the application from outside.</summary>
    public async Task ActAsync(string action)
    {
        using var client = new HttpClient();
        using var answer = await client.PostAsync(new Uri($"{Url}/test/{action}"), content: null);
        answer.EnsureSuccessStatusCode();
    }

    public ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Add(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }
    }
}
