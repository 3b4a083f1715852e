using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace SamlSp.AspNetCore;

/// <summary>
/// Degraded while an organization's metadata cannot be read, or has become too old to be used. Sign-ins of the others go on, so the node is
/// not taken out.
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
                $"{o.Name}: {(o.Provider.IsUsable(now) ? "in use is what was read" : "nobody can sign in: too old is what was read")} {o.Provider.Status.ReadAt:O}; {o.Provider.Status.LastError}"
            )
            .ToList();
        return Task.FromResult(wrong.Count == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded(string.Join("; ", wrong)));
    }
}
