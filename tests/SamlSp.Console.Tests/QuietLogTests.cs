using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace SamlSp.Console.Tests;

/// <summary>A warning in the log needs action by the operator, so normal use writes none.</summary>
public sealed class QuietLogTests
{
    [Fact]
    public async Task Log_PagesWithForms_HasNoWarnings()
    {
        var warnings = new Warnings();
        var app = new ConsoleApp { Configure = services => services.AddSingleton<ILoggerProvider>(warnings) };
        await app.InitializeAsync();
        try
        {
            var owner = await app.BrowserAsync(ConsoleRoles.Owner);
            foreach (var page in new[] { "users", "units", "sessions", "settings", "rules", "provisioning", "account" })
            {
                await owner.PageAsync("/console/" + page);
            }

            Assert.DoesNotContain(warnings.Lines, line => line.Contains("Cache-Control", StringComparison.Ordinal));
        }
        finally
        {
            await app.DisposeAsync();
        }
    }

    private sealed class Warnings : ILoggerProvider, ILogger
    {
        public List<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            lock (Lines)
            {
                Lines.Add(formatter(state, exception));
            }
        }

        public void Dispose() { }
    }
}
