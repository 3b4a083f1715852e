using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using SamlSp.AspNetCore;

namespace SamlSp.Scim;

/// <summary>
/// How much an organization's provisioning service may ask for. Whoever has no valid token is counted by address: nobody can use up another
/// one's share.
/// </summary>
internal sealed class ProvisioningLimiter : IDisposable
{
    private readonly PartitionedRateLimiter<string>? _requests;
    private readonly PartitionedRateLimiter<string> _notes = PartitionedRateLimiter.Create<string, string>(name =>
        RateLimitPartition.GetFixedWindowLimiter(name, _ => new() { PermitLimit = 6, Window = TimeSpan.FromMinutes(1) })
    );

    public ProvisioningLimiter(IOptions<SamlSpRateLimitOptions> options)
    {
        var limit = options.Value.ProvisioningPerMinute;
        if (limit > 0)
        {
            _requests = PartitionedRateLimiter.Create<string, string>(who =>
                RateLimitPartition.GetSlidingWindowLimiter(
                    who,
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

    /// <summary>Counts a request; false when it is one too many, and was answered.</summary>
    public async Task<bool> TryAsync(HttpContext context, string who)
    {
        if (_requests is null)
        {
            return true;
        }

        using var lease = await _requests.AcquireAsync(who, 1, context.RequestAborted);
        if (lease.IsAcquired)
        {
            return true;
        }

        SamlSpTelemetry.CountRateLimited("organization");
        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(10);
        context.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        await ScimAnswer.WriteErrorAsync(context, new(429, null, "Too many requests. Please wait a moment."));
        return false;
    }

    /// <summary>Whether one more refusal of a stranger may be written into an organization's log.</summary>
    public async Task<bool> MayNoteAsync(string organization)
    {
        using var lease = await _notes.AcquireAsync(organization);
        return lease.IsAcquired;
    }

    public void Dispose()
    {
        _requests?.Dispose();
        _notes.Dispose();
    }
}
