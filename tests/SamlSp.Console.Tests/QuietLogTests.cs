using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SamlSp.Testing;

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

    private sealed class Warnings() : LogSink(LogLevel.Warning)
    {
        public List<string> Lines { get; } = [];

        protected override void Add(
            LogLevel level,
            EventId id,
            string text,
            IReadOnlyList<KeyValuePair<string, object?>> values,
            Exception? exception
        )
        {
            lock (Lines)
            {
                Lines.Add(text);
            }
        }
    }
}
