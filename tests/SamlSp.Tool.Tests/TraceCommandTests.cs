namespace SamlSp.Tool.Tests;

public sealed class TraceCommandTests : IDisposable
{
    private readonly ToolRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void Trace_WrongArguments_PrintsOneLineAndExitsWithTwo()
    {
        ToolRun.Wrong("trace");
        ToolRun.Wrong("trace", "12345", "--server", "https://sp.example.com");
        ToolRun.Wrong("trace", "ABCDE-23456", "--certs", _run.Folder);
        ToolRun.Wrong("trace", "ABCDE-23456", "--server", "https://sp.example.com", "--certs", _run.Folder);
        ToolRun.Wrong("trace", "ABCDE-23456", "--server", "http://sp.example.com", "--certs", _run.Folder);
    }
}
