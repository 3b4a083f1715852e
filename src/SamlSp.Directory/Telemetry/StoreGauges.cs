using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;

namespace SamlSp.Directory;

/// <summary>
/// What can be looked at at any time: sessions in memory, and how far behind this node is. A meter of its own, which goes with the node.
/// </summary>
internal sealed class StoreGauges : IHostedService, IDisposable
{
    private readonly Meter _meter = new(DirectoryTelemetry.Name);

    public StoreGauges(SessionCache cache, ChangeFeed feed)
    {
        _meter.CreateObservableGauge("samlsp.sessions.cached", () => cache.Count, "{session}", "Sessions in this node's memory.");
        _meter.CreateObservableGauge(
            "samlsp.changes.age",
            () =>
                feed.SinceFresh is var since && since < TimeSpan.MaxValue ? [new(since.TotalSeconds)] : Array.Empty<Measurement<double>>(),
            "s",
            "Since when this node has heard nothing of what other nodes ended."
        );
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _meter.Dispose();
}
