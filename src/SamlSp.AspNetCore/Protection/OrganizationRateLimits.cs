using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace SamlSp.AspNetCore;

/// <summary>
/// Limits what one organization may take of a server that others use as well: sign-ins whose messages were found to be its own. What merely
/// claims to come from it does not count, or a stranger could shut its users out; that is for the limit by address.
/// </summary>
internal sealed class OrganizationRateLimits : IDisposable
{
    private readonly PartitionedRateLimiter<string>? _limiter;

    public OrganizationRateLimits(IOptions<SamlSpRateLimitOptions> options)
    {
        var limit = options.Value.SignInPerOrganizationPerMinute;
        if (limit > 0)
        {
            _limiter = PartitionedRateLimiter.Create<string, string>(name =>
                RateLimitPartition.GetSlidingWindowLimiter(
                    name,
                    _ =>
                        new()
                        {
                            PermitLimit = limit,
                            Window = TimeSpan.FromMinutes(1),
                            SegmentsPerWindow = 6,
                        }
                )
            );
        }
    }

    /// <summary>Whether one more is within the limit; counts it.</summary>
    public bool TryTake(string organization)
    {
        if (_limiter is null)
        {
            return true;
        }

        using var lease = _limiter.AttemptAcquire(organization);
        if (!lease.IsAcquired)
        {
            SamlSpTelemetry.CountRateLimited("organization");
        }

        return lease.IsAcquired;
    }

    public void Dispose() => _limiter?.Dispose();
}
