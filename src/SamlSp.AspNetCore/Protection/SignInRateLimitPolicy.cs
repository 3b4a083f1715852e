using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace SamlSp.AspNetCore;

/// <summary>
/// The policy <see cref="SamlSpDefaults.SignInRateLimit"/>: limits what one address may ask of the sign-in and sign-out endpoints. They
/// verify signatures, and anybody may call them. Beyond the limit the answer is 429 with Retry-After.
/// </summary>
/// <remarks>Takes effect by <c>app.UseRateLimiter()</c>, before authentication and after forwarded headers.</remarks>
internal sealed class SignInRateLimitPolicy(IOptions<SamlSpRateLimitOptions> options) : IRateLimiterPolicy<string>
{
    private static readonly TimeSpan UsualWait = TimeSpan.FromSeconds(10);

    /// <inheritdoc />
    public Func<OnRejectedContext, CancellationToken, ValueTask>? OnRejected { get; } = RejectAsync;

    /// <inheritdoc />
    public RateLimitPartition<string> GetPartition(HttpContext httpContext)
    {
        var limit = options.Value.SignInPerMinute;
        return limit <= 0
            ? RateLimitPartition.GetNoLimiter("")
            : RateLimitPartition.GetSlidingWindowLimiter(
                ClientAddress.Of(httpContext),
                _ =>
                    new()
                    {
                        PermitLimit = limit,
                        Window = TimeSpan.FromMinutes(1),
                        SegmentsPerWindow = 6,
                    }
            );
    }

    private static async ValueTask RejectAsync(OnRejectedContext context, CancellationToken cancellationToken)
    {
        SamlSpTelemetry.CountRateLimited("address");
        var wait = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : UsualWait;
        var response = context.HttpContext.Response;
        response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        await Results
            .Problem(statusCode: StatusCodes.Status429TooManyRequests, title: "Too many requests. Please wait a moment.")
            .ExecuteAsync(context.HttpContext);
    }
}
