using System.Diagnostics;
using SamlSp.Testing;

namespace SamlSp.Tool.Tests;

// The tool as it is called: its own process, standard input, exit codes.
public sealed class ToolProcessTests : IDisposable
{
    private readonly ToolRun _run = new();

    public void Dispose() => _run.Dispose();

    [Theory]
    [InlineData("-")]
    [InlineData(null)]
    public void Verify_StandardInput_IsRead(string? file)
    {
        var metadata = _run.File(new TestMetadata().ToBytes());
        string[] options =
        [
            "--idp-metadata",
            metadata,
            "--entity-id",
            TestSp.EntityId,
            "--acs-url",
            TestSp.AcsUrl,
            "--request-id",
            TestSp.RequestId,
            "--now",
            "2026-11-22T06:00:00Z",
        ];
        var run = Start(TestIdp.Create().ToFormValue(), ["verify", .. file is null ? [] : new[] { file }, .. options, "--json"]);
        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith("{\"accepted\":true,", run.Output, StringComparison.Ordinal);
        Assert.Equal("", run.Error);
        Assert.Equal(1, Start(TestIdp.Create().For("https://other.example.com").ToFormValue(), ["verify", .. options]).ExitCode);
    }

    [Fact]
    public void Process_WrongArguments_ExitsWithTwo()
    {
        var run = Start("", ["decode", "--unknown"]);
        Assert.Equal(2, run.ExitCode);
        Assert.Equal("", run.Output);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
    }

    private static (int ExitCode, string Output, string Error) Start(string input, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "samlsp.dll"), .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        process.WaitForExit();
        return (process.ExitCode, output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult());
    }
}
