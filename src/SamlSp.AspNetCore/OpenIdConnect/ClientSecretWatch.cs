using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace SamlSp.AspNetCore;

/// <summary>
/// Knows which client secrets are about to expire, or have. As a health check it is degraded then: those of other organizations go on, so
/// the node is not taken out.
/// </summary>
internal sealed class ClientSecretWatch(OrganizationsInUse inUse, TimeProvider clock) : IHealthCheck
{
    private const int WarnDays = 30;

    /// <summary>Enabled connections whose secret expires within 30 days, or has expired.</summary>
    public IReadOnlyList<(string Organization, DateOnly Expires)> Expiring()
    {
        var last = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime).AddDays(WarnDays);
        return
        [
            .. inUse
                .All.Where(o => o.Options.Connection is { Enabled: true, ClientSecretExpires: { } expires } && expires <= last)
                .Select(o => (o.Name, o.Options.Connection.ClientSecretExpires!.Value)),
        ];
    }

    /// <inheritdoc />
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var expiring = Expiring();
        return Task.FromResult(
            expiring.Count == 0
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Degraded(
                    string.Join("; ", expiring.Select(s => $"the client secret of {s.Organization} expires on {s.Expires:O}"))
                )
        );
    }
}
