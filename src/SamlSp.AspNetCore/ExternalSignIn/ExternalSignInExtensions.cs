using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace SamlSp.AspNetCore;

/// <summary>Registers the sign-in to the application's own schemes.</summary>
internal static class ExternalSignInExtensions
{
    public static void AddExternalSignIn(this IServiceCollection services)
    {
        services.AddSingleton<ExternalSignIn>();
        services.AddSingleton<SessionBinder>();
        services.AddSingleton<IConfigurationCheck, SignInSchemeCheck>();
        services.AddSingleton<IConfigurationCheck, SessionBindingCheck>();
        services.AddSingleton<IPostConfigureOptions<CookieAuthenticationOptions>, SessionBindingPostConfigureOptions>();
    }
}
