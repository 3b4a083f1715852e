using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using SamlSp.AspNetCore;

namespace Microsoft.AspNetCore.Builder;

/// <summary>
/// Limits what one address may ask of the sign-in and logout endpoints: they verify signatures, and anybody may call them.
/// </summary>
public static class SamlSpSignInRateLimitApplicationBuilderExtensions
{
    /// <summary>
    /// Answers 429 with Retry-After beyond the limit. Comes before authentication, and after forwarded headers are dealt with.
    /// </summary>
    /// <param name="app">The application.</param>
    /// <param name="limits">The limits.</param>
    /// <param name="modulePath">Where the SAML endpoints are.</param>
    public static IApplicationBuilder UseSamlSpSignInRateLimit(
        this IApplicationBuilder app,
        SamlSpRateLimitOptions limits,
        string modulePath
    )
    {
        if (limits.SignInPerMinute <= 0)
        {
            return app;
        }

        PathString[] paths =
        [
            modulePath,
            "/login",
            "/logout",
            "/auth/oidc",
            "/owner-link",
            GatewayHandover.ReturnPath,
            GatewayHandover.LandingPath,
            AuthorizeEndpoint.Path,
            TokenEndpoint.Path,
        ];
        var limiter = PartitionedRateLimiter.Create<HttpContext, string>(context =>
            RateLimitPartition.GetSlidingWindowLimiter(
                ClientAddress.Of(context),
                _ =>
                    new()
                    {
                        PermitLimit = limits.SignInPerMinute,
                        Window = TimeSpan.FromMinutes(1),
                        SegmentsPerWindow = 6,
                    }
            )
        );
        return app.Use(
            async (context, next) =>
            {
                if (!paths.Any(path => context.Request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase)))
                {
                    await next(context);
                    return;
                }

                using var lease = await limiter.AcquireAsync(context, 1, context.RequestAborted);
                if (lease.IsAcquired)
                {
                    await next(context);
                    return;
                }

                SamlSpTelemetry.CountRateLimited("address");
                var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(10);
                context.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
                await Results
                    .Problem(statusCode: StatusCodes.Status429TooManyRequests, title: "Too many requests. Please wait a moment.")
                    .ExecuteAsync(context);
            }
        );
    }
}
