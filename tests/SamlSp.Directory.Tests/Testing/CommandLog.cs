using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Logging;
using SamlSp.Testing;

namespace SamlSp.Directory.Tests;

/// <summary>Records the SQL of every command that EF Core ran, and every log line of the store at Warning and above.</summary>
internal sealed class CommandLog : LogSink
{
    private readonly ConcurrentQueue<string> _commands = new();
    private readonly ConcurrentQueue<string> _lines = new();

    private int _batches;

    public IReadOnlyList<string> Commands => [.. _commands];

    public IReadOnlyList<string> Lines => [.. _lines];

    /// <summary>How many batches of statements went to the store: each is one round trip.</summary>
    public int Batches => _batches;

    public void Clear()
    {
        _commands.Clear();
        _batches = 0;
    }

    protected override void Add(
        LogLevel level,
        EventId id,
        string text,
        IReadOnlyList<KeyValuePair<string, object?>> values,
        Exception? exception
    )
    {
        if (id == RelationalEventId.CommandExecuted)
        {
            if (values.FirstOrDefault(v => v.Key == "commandText").Value is string command)
            {
                _commands.Enqueue(command);
            }
        }
        else if (id.Name == "Statement")
        {
            _commands.Enqueue((string)values.First(v => v.Key == "Text").Value!);
        }
        else if (id.Name == "Batch")
        {
            Interlocked.Increment(ref _batches);
        }
        else if (level >= LogLevel.Warning)
        {
            _lines.Enqueue(text);
        }
    }
}
