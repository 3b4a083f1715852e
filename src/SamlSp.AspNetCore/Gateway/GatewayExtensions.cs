using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace SamlSp.AspNetCore;

/// <summary>Adds gateway mode: applications in any language behind nginx, Traefik or Caddy, which ask here who is calling.</summary>
public static class GatewayExtensions
{
    /// <summary>Registers what gateway mode needs. Its settings are <see cref="SamlSpOptions.Gateway"/>.</summary>
    public static IServiceCollection AddSamlSpGateway(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddSingleton<GatewayTokens>();
        services.AddSingleton<GatewayHandover>();
        services.AddSingleton<GatewayEndpoint>();
        services.AddSingleton<IConfigurationCheck, GatewayCheck>();
        return services;
    }

    /// <summary>
    /// Maps <c>/auth</c>, for proxies; <c>/auth/return</c> and <c>/auth/landing</c>, by which a sign-in reaches an application on another
    /// host; and <c>/auth/jwks</c>.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="scheme">The scheme that signs people in; null for the first one.</param>
    public static IEndpointRouteBuilder MapSamlSpGateway(this IEndpointRouteBuilder endpoints, string? scheme = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var served = SamlSpSchemes.In(endpoints.ServiceProvider).Get(scheme);
        endpoints.MapMethods(
            GatewayEndpoint.Path,
            SamlSpEndpoints.Reading,
            (HttpContext context, GatewayEndpoint endpoint) => endpoint.JudgeAsync(context, served)
        );
        endpoints.MapGet(
            GatewayHandover.ReturnPath,
            (HttpContext context, GatewayHandover handover) => handover.ReturnAsync(context, served)
        );
        endpoints.MapGet(
            GatewayHandover.LandingPath,
            (HttpContext context, GatewayHandover handover) => handover.LandAsync(context, served.Options)
        );
        endpoints.MapMethods(GatewayKeys.Path, SamlSpEndpoints.Reading, (HttpContext context) => GatewayKeys.WriteAsync(context, served));
        return endpoints;
    }
}
