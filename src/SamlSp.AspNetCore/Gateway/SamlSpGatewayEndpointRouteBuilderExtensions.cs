using Microsoft.AspNetCore.Routing;
using SamlSp.AspNetCore;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the endpoints of gateway mode.</summary>
public static class SamlSpGatewayEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps <c>/auth</c> for the proxy, <c>/auth/jwks</c> with the keys of the token, and <c>/auth/return</c> and <c>/auth/landing</c>,
    /// which take a sign-in to an application on another host.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="scheme">The scheme that signs users in; null for the first one.</param>
    public static IEndpointRouteBuilder MapSamlSpGateway(this IEndpointRouteBuilder endpoints, string? scheme = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        new SamlSpEndpointMapper(endpoints, SamlSpSchemes.In(endpoints.ServiceProvider).Get(scheme)).MapGateway();
        return endpoints;
    }
}
