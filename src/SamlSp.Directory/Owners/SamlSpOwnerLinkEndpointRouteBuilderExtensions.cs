using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SamlSp.Directory;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the page that owner links lead to.</summary>
public static class SamlSpOwnerLinkEndpointRouteBuilderExtensions
{
    /// <summary>Maps <c>/owner-link</c>. Its links are made by <c>samlsp owner-link</c>, or by <see cref="OwnerLinks"/>.</summary>
    public static IEndpointRouteBuilder MapSamlSpOwnerLinks(this IEndpointRouteBuilder endpoints)
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
        return endpoints;
    }
}
