using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SamlSp.AspNetCore;
using SamlSp.Scim;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the SCIM 2.0 endpoints.</summary>
public static class SamlSpScimEndpointRouteBuilderExtensions
{
    /// <summary>Maps the endpoints. They need a token of their own, and no session.</summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="scheme">The scheme whose organizations are provisioned; null for the first one.</param>
    public static IEndpointRouteBuilder MapSamlSpScim(this IEndpointRouteBuilder endpoints, string? scheme = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var served = SamlSpSchemes.In(endpoints.ServiceProvider).Get(scheme);
        endpoints
            .MapPost(
                SamlSpScimDefaults.Path + "/{organization}/oauth2/token",
                (HttpContext context, ClientCredentialsEndpoint endpoint) => endpoint.HandleAsync(context, served)
            )
            .AllowAnonymous()
            .DisableAntiforgery();
        endpoints
            .Map(
                SamlSpScimDefaults.Path + "/{organization}/{**path}",
                (HttpContext context, ScimEndpoint endpoint) => endpoint.HandleAsync(context, served)
            )
            .AllowAnonymous()
            .DisableAntiforgery();
        return endpoints;
    }
}
