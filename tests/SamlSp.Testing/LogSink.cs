using Microsoft.Extensions.Logging;

namespace SamlSp.Testing;

/// <summary>A log that a test looks at. What it keeps, the test says.</summary>
/// <param name="from">The lowest level that it takes.</param>
public abstract class LogSink(LogLevel from = LogLevel.Trace) : ILoggerProvider, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= from;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    ) => Add(logLevel, eventId, formatter(state, exception), state as IReadOnlyList<KeyValuePair<string, object?>> ?? [], exception);

    public void Dispose() => GC.SuppressFinalize(this);

    /// <summary>Takes a line.</summary>
    /// <param name="level">Its level.</param>
    /// <param name="id">The event.</param>
    /// <param name="text">The line.</param>
    /// <param name="values">The values in it, by their names.</param>
    /// <param name="exception">The exception; null for none.</param>
    protected abstract void Add(
        LogLevel level,
        EventId id,
        string text,
        IReadOnlyList<KeyValuePair<string, object?>> values,
        Exception? exception
    );
}
