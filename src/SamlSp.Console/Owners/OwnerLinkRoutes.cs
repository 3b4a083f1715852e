using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SamlSp.Directory;

<<<<<<<< HEAD:src/SamlSp.Directory/Owners/SamlSpOwnerLinkEndpointRouteBuilderExtensions.cs
namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the page that owner links lead to.</summary>
public static class SamlSpOwnerLinkEndpointRouteBuilderExtensions
========
namespace SamlSp.Console;

/// <summary>Maps the page of owner links.</summary>
internal static class OwnerLinkRoutes
>>>>>>>> 1cd4be7 (Serve owner links from the console, say why a link cannot be used, and share the HTML writer with the sandbox):src/SamlSp.Console/Owners/OwnerLinkRoutes.cs
{
    /// <summary>
    /// Maps <c>/owner-link</c>. Links are created by <c>samlsp owner-link</c>, or by <see cref="OwnerLinks"/>. Their token takes the place of
    /// an antiforgery token: another site cannot know it.
    /// </summary>
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints
            .MapGet(OwnerLinks.Path, (HttpContext context, OwnerLinkEndpoint endpoint) => endpoint.ShowAsync(context))
            .AllowAnonymous();
        endpoints
            .MapPost(OwnerLinks.Path, (HttpContext context, OwnerLinkEndpoint endpoint) => endpoint.UseAsync(context))
            .AllowAnonymous()
            .DisableAntiforgery();
        endpoints
            .MapGet(OwnerLinkEndpoint.ClaimPath, (HttpContext context, OwnerLinkEndpoint endpoint) => endpoint.ClaimAsync(context))
            .AllowAnonymous();
    }
}
