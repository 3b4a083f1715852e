using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace SamlSp.AspNetCore;

/// <summary>Adds the OpenID Connect connection.</summary>
internal static class OpenIdConnectExtensions
{
    public static void AddOpenIdConnection(this IServiceCollection services)
    {
        services.TryAddSingleton<Backchannel>();
        services.AddSingleton<OpenIdProviderReader>();
        services.AddSingleton<ClientAuthenticator>();
        services.AddSingleton<OpenIdClient>();
        services.AddSingleton<OpenIdTokenClient>();
        services.AddSingleton<SignedTokenValidator>();
        services.AddSingleton<IdTokenValidator>();
        services.AddSingleton<OpenIdUserInfo>();
        services.AddSingleton<OpenIdRequestSender>();
        services.AddSingleton<LogoutTokenValidator>();
        services.AddSingleton<BackchannelLogoutEndpoint>();
        services.AddSingleton<FrontchannelLogoutEndpoint>();
        services.AddSingleton<OpenIdStarter>();
        services.AddSingleton<LogoutHints>();
        services.AddSingleton<OpenIdSignIn>();
        services.AddSingleton<OpenIdCallbackEndpoint>();
        services.AddSingleton<ClientSecretWatch>();
        services.AddHealthChecks().AddCheck<ClientSecretWatch>("client-secrets");
        services.AddSingleton<OpenIdRefresher>();
        services.AddHostedService(provider => provider.GetRequiredService<OpenIdRefresher>());
    }
}
