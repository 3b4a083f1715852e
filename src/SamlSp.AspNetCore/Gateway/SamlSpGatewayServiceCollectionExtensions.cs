using SamlSp.AspNetCore;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>
/// Adds gateway mode: applications in any language behind nginx, Traefik or Caddy. The proxy asks SamlSp which user sends a request.
/// </summary>
public static class SamlSpGatewayServiceCollectionExtensions
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
}
