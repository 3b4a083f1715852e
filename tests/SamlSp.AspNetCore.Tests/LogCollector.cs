using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using SamlSp.Testing;

namespace SamlSp.AspNetCore.Tests;

/// <summary>Keeps every log line, as text.</summary>
internal sealed class LogCollector : LogSink
{
    private readonly ConcurrentQueue<string> _lines = new();

    public string Text => string.Join('\n', _lines);

    public IEnumerable<string> Lines => _lines;

    protected override void Add(
        LogLevel level,
        EventId id,
        string text,
        IReadOnlyList<KeyValuePair<string, object?>> values,
        Exception? exception
    ) => _lines.Enqueue($"{level}: {text}{exception}");
}
