using System.Diagnostics.Metrics;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace SamlSp.Server.Tests;

/// <summary>A health check that changes is logged once, and the metric always shows its state.</summary>
public sealed class HealthReporterTests
{
    [Fact]
    public async Task HealthReporter_StatusChange_IsLoggedOnceWithItsReason()
    {
        var lines = new List<string>();
        using var reporter = new HealthReporter(new ListLogger(lines));
        await reporter.PublishAsync(Report(HealthStatus.Healthy), default);
        Assert.Empty(lines);
        Assert.Equal(0, Shown());
        for (var i = 0; i < 3; i++)
        {
            await reporter.PublishAsync(Report(HealthStatus.Degraded, "the certificate ends in 3 days"), default);
        }

        Assert.Equal(["Warning: The health check certificates is Degraded: the certificate ends in 3 days"], lines);
        Assert.Equal(1, Shown());
        await reporter.PublishAsync(Report(HealthStatus.Unhealthy, "gone"), default);
        Assert.Equal(2, Shown());
        await reporter.PublishAsync(Report(HealthStatus.Healthy), default);
        Assert.Equal(
            ["Error: The health check certificates is Unhealthy: gone", "Information: The health check certificates is healthy again"],
            lines[1..]
        );
    }

    private static HealthReport Report(HealthStatus status, string? why = null) =>
        new(
            new Dictionary<string, HealthReportEntry> { ["certificates"] = new(status, why, TimeSpan.Zero, exception: null, data: null) },
            TimeSpan.Zero
        );

    private static int Shown()
    {
        var shown = -1;
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == "samlsp.health")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<int>(
            (_, value, tags, _) =>
            {
                foreach (var tag in tags)
                {
                    if (tag is { Key: "samlsp.check", Value: "certificates" })
                    {
                        shown = value;
                    }
                }
            }
        );
        listener.Start();
        listener.RecordObservableInstruments();
        return shown;
    }

    private sealed class ListLogger(List<string> lines) : ILogger<HealthReporter>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => lines.Add($"{logLevel}: {formatter(state, exception)}");
    }
}
