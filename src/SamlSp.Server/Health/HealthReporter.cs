using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using SamlSp.AspNetCore;

namespace SamlSp.Server;

/// <summary>
/// Logs when the status of a health check changes, and reports all checks as a metric. <c>/healthz/ready</c> shows only one word, because
/// anyone can read it.
/// </summary>
internal sealed partial class HealthReporter : IHealthCheckPublisher, IDisposable
{
    private readonly ConcurrentDictionary<string, HealthStatus> _last = new(StringComparer.Ordinal);
    private readonly ILogger<HealthReporter> _logger;
    private readonly Meter _meter = new(SamlSpTelemetry.Name);

    public HealthReporter(ILogger<HealthReporter> logger)
    {
        _logger = logger;
        _meter.CreateObservableGauge(
            "samlsp.health",
            () =>
                _last.Select(check => new Measurement<int>(
                    2 - (int)check.Value,
                    new KeyValuePair<string, object?>("samlsp.check", check.Key)
                )),
            description: "0 healthy, 1 degraded, 2 unhealthy."
        );
    }

    public Task PublishAsync(HealthReport report, CancellationToken cancellationToken)
    {
        foreach (var (name, entry) in report.Entries)
        {
            var before = _last.TryGetValue(name, out var last) ? last : HealthStatus.Healthy;
            _last[name] = entry.Status;
            if (before == entry.Status)
            {
                continue;
            }

            if (entry.Status == HealthStatus.Healthy)
            {
                LogHealthy(name);
            }
            else
            {
                LogChanged(
                    entry.Status == HealthStatus.Degraded ? LogLevel.Warning : LogLevel.Error,
                    name,
                    entry.Status,
                    entry.Description
                );
            }
        }

        return Task.CompletedTask;
    }

    public void Dispose() => _meter.Dispose();

    [LoggerMessage(EventId = 1, Message = "The health check {Check} is {Status}: {Description}", EventName = "HealthChanged")]
    private partial void LogChanged(LogLevel level, string check, HealthStatus status, string? description);

    [LoggerMessage(2, LogLevel.Information, "The health check {Check} is healthy again", EventName = "HealthRestored")]
    private partial void LogHealthy(string check);
}
