using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SamlSp.AspNetCore;
using SamlSp.Directory;

namespace SamlSp.Console;

/// <summary>Maps the page of owner links.</summary>
internal static class OwnerLinkRoutes
{
    /// <summary>
    /// Maps <c>/owner-link</c>. Links are created by <c>samlsp owner-link</c>, or by <see cref="OwnerLinks"/>. The token of the link
    /// replaces an antiforgery token: another site cannot know it.
    /// </summary>
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints
            .MapGet(OwnerLinks.Path, (HttpContext context, OwnerLinkEndpoint endpoint) => endpoint.ShowAsync(context))
            .AllowAnonymous()
            .RequireRateLimiting(SamlSpDefaults.SignInRateLimit);
        endpoints
            .MapPost(OwnerLinks.Path, (HttpContext context, OwnerLinkEndpoint endpoint) => endpoint.UseAsync(context))
            .AllowAnonymous()
            .RequireRateLimiting(SamlSpDefaults.SignInRateLimit)
            .DisableAntiforgery();
        endpoints
            .MapGet(OwnerLinkEndpoint.ClaimPath, (HttpContext context, OwnerLinkEndpoint endpoint) => endpoint.ClaimAsync(context))
            .AllowAnonymous()
            .RequireRateLimiting(SamlSpDefaults.SignInRateLimit);
    }
}
