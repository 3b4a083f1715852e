using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace SamlSp.AspNetCore;

/// <summary>
/// Degraded if our own or an identity provider's certificate ends within 30 days, or our keys cannot be read again. Users can still sign
/// in, so the node stays in service.
/// </summary>
internal sealed class CertificateHealthCheck(CertificateWatch watch) : IHealthCheck
{
    /// <inheritdoc />
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var wrong = watch
            .Own()
            .Where(e => e.DaysLeft <= CertificateWatch.WarnFrom)
            .Select(e => $"our own certificate {CertificateWatch.Ends(e.DaysLeft)}")
            .Concat(
                watch
                    .OfIdentityProviders()
                    .Where(e => e.DaysLeft <= CertificateWatch.WarnFrom)
                    .Select(e => $"the signing certificate of {e.Organization} {CertificateWatch.Ends(e.DaysLeft)}")
            )
            .Concat(watch.Keys().Where(k => k.LastError is not null).Select(k => $"our own keys cannot be read again: {k.LastError}"))
            .ToList();
        return Task.FromResult(wrong.Count == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded(string.Join("; ", wrong)));
    }
}
