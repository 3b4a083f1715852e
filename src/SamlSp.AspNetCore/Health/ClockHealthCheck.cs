using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace SamlSp.AspNetCore;

/// <summary>
/// Degraded if our clock and those of the identity providers differ by a minute. Beyond the clock skew (180 seconds by default), every
/// sign-in would be refused.
/// </summary>
internal sealed class ClockHealthCheck(ClockWatch watch) : IHealthCheck
{
    public static readonly TimeSpan Tolerated = TimeSpan.FromMinutes(1);

    /// <inheritdoc />
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(
            watch.Ahead() is { } ahead && ahead.Duration() > Tolerated
                ? HealthCheckResult.Degraded(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"this clock is {ahead.Duration().TotalSeconds:0} seconds "
                            + $"{(ahead > TimeSpan.Zero ? "ahead of" : "behind")} the identity providers'"
                    )
                )
                : HealthCheckResult.Healthy()
        );
}
