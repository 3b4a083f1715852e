using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace SamlSp.AspNetCore;

/// <summary>
/// Degraded while the metadata of an organization cannot be read, or is too old to be used. Users of other organizations can still sign in,
/// so the node stays in service.
/// </summary>
internal sealed class MetadataHealthCheck(CertificateWatch watch, TimeProvider clock) : IHealthCheck
{
    /// <inheritdoc />
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var now = clock.GetUtcNow();
        var wrong = watch
            .Providers()
            .Where(o => o.Provider.Status.LastError is not null || !o.Provider.IsUsable(now))
            .Select(o =>
                $"{o.Name}: "
                + (o.Provider.IsUsable(now) ? "using the metadata read at" : "no user can sign in, the metadata is too old: read at")
                + $" {o.Provider.Status.ReadAt:O}; {o.Provider.Status.LastError}"
            )
            .ToList();
        return Task.FromResult(wrong.Count == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded(string.Join("; ", wrong)));
    }
}
