using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace SamlSp.AspNetCore;

/// <summary>
/// The services that end what is open with its session. Hubs and circuits need no call: without SignalR nothing asks for these.
/// </summary>
internal static class SessionGuardExtensions
{
    public static void AddSessionGuard(this IServiceCollection services)
    {
        services.AddSingleton<OpenConnections>();
        services.AddHostedService(provider => provider.GetRequiredService<OpenConnections>());
        services.AddSingleton<SessionGuardPlacement>();
        services.AddSingleton<IConfigurationCheck>(provider => provider.GetRequiredService<SessionGuardPlacement>());
        services.AddSingleton<SessionHubFilter>();
        services.AddSingleton<IConfigureOptions<HubOptions>, SessionHubConfigureOptions>();
        services.AddScoped<CircuitHandler, SessionCircuitHandler>();
    }
}
