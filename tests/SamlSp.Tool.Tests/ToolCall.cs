using System.Text.Json;

namespace SamlSp.Tool.Tests;

/// <summary>
/// One call of the tool, in this process: exit code, standard output and standard error. Files live until it is disposed.
/// </summary>
internal sealed class ToolCall : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("samlsp-tool-");

    public int ExitCode { get; private set; }

    public string Output { get; private set; } = "";

    public string Error { get; private set; } = "";

    /// <summary>Writes a file and gives its path.</summary>
    public string File(string name, string content)
    {
        var path = Path.Combine(_folder.FullName, name);
        System.IO.File.WriteAllText(path, content);
        return path;
    }

    public ToolCall Call(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        ExitCode = ToolHost.Run(args, output, error);
        (Output, Error) = (output.ToString(), error.ToString());
        return this;
    }

    /// <summary>Standard output, which must be exactly one JSON object.</summary>
    public JsonElement Json()
    {
        using var document = JsonDocument.Parse(Output);
        Assert.Equal(JsonValueKind.Object, document.RootElement.ValueKind);
        return document.RootElement.Clone();
    }

    /// <summary>The call itself was wrong: said in one line on standard error, nothing on standard output.</summary>
    public void AssertWrongCall(string said)
    {
        Assert.Equal(2, ExitCode);
        Assert.Equal("", Output);
        Assert.Single(Error.TrimEnd('\n').Split('\n'));
        Assert.Contains(said, Error, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
