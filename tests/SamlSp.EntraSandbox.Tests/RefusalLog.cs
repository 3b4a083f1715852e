using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using SamlSp.Testing;

namespace SamlSp.EntraSandbox.Tests;

/// <summary>Keeps the codes of what was refused.</summary>
internal sealed class RefusalLog(ConcurrentQueue<string> refusals) : LogSink
{
    protected override void Add(
        LogLevel level,
        EventId id,
        string text,
        IReadOnlyList<KeyValuePair<string, object?>> values,
        Exception? exception
    )
    {
        if (id.Name == "Refused")
        {
            refusals.Enqueue((string)values.Single(v => v.Key == "Code").Value!);
        }
    }
}
