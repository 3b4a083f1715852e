using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Logging;

namespace SamlSp.Directory.Tests;

/// <summary>Records the SQL of every command that EF Core ran, and every log line of the store at Warning and above.</summary>
internal sealed class CommandLog : ILoggerProvider, ILogger
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

    public ILogger CreateLogger(string categoryName) => this;

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    )
    {
        if (eventId == RelationalEventId.CommandExecuted && state is IEnumerable<KeyValuePair<string, object?>> values)
        {
            if (values.FirstOrDefault(v => v.Key == "commandText").Value is string text)
            {
                _commands.Enqueue(text);
            }
        }
        else if (eventId.Name == "Statement" && state is IEnumerable<KeyValuePair<string, object?>> statement)
        {
            _commands.Enqueue((string)statement.First(v => v.Key == "Text").Value!);
        }
        else if (eventId.Name == "Batch")
        {
            Interlocked.Increment(ref _batches);
        }
        else if (logLevel >= LogLevel.Warning)
        {
            _lines.Enqueue(formatter(state, exception));
        }
    }

    public void Dispose() { }
}
