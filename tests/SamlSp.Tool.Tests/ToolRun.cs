using System.Text.Json;

namespace SamlSp.Tool.Tests;

/// <summary>Runs the tool in this process, in a folder of its own.</summary>
internal sealed class ToolRun : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("samlsp-tool-").FullName;
    private int _files;

    public string Folder => _folder;

    public static (int ExitCode, string Output, string Error) Run(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exitCode = ToolHost.Run(arguments, output, error);
        return (exitCode, output.ToString(), error.ToString());
    }

    /// <summary>Runs with <c>--json</c>; the output must be one JSON object, and nothing may be said on standard error.</summary>
    public static JsonElement Json(int exitCode, params string[] arguments)
    {
        var run = Run([.. arguments, "--json"]);
        Assert.Equal(exitCode, run.ExitCode);
        Assert.Equal("", run.Error);
        using var document = JsonDocument.Parse(run.Output);
        Assert.Equal(JsonValueKind.Object, document.RootElement.ValueKind);
        return document.RootElement.Clone();
    }

    /// <summary>The call is wrong: exit code 2, one line on standard error, nothing on standard output.</summary>
    public static string Wrong(params string[] arguments)
    {
        var run = Run(arguments);
        Assert.Equal(2, run.ExitCode);
        Assert.Equal("", run.Output);
        var line = run.Error.TrimEnd('\r', '\n');
        Assert.NotEmpty(line);
        Assert.DoesNotContain('\n', line);
        return line;
    }

    public string File(string content)
    {
        var path = NewPath();
        System.IO.File.WriteAllText(path, content);
        return path;
    }

    public string File(byte[] content)
    {
        var path = NewPath();
        System.IO.File.WriteAllBytes(path, content);
        return path;
    }

    public string NewPath() => Path.Combine(_folder, Interlocked.Increment(ref _files) + ".txt");

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
