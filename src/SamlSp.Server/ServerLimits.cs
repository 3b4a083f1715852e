using SamlSp.AspNetCore;

namespace SamlSp.Server;

/// <summary>The server's own sections of the settings, beside those of the houses it is made of.</summary>
internal static class ServerLimits
{
    public static void AddServerLimits(this IServiceCollection services, IConfigurationSection settings)
    {
        services.Configure<RateLimitOptions>(settings.GetSection("RateLimits"));
        services.Configure<ConfigurationSchema>(schema => schema.Allow("RateLimits", typeof(RateLimitOptions)));
    }

    public static void UseServerLimits(this WebApplication app, IConfigurationSection settings) =>
        app.UseSignInRateLimit(settings.GetSection("RateLimits").Get<RateLimitOptions>() ?? new(), settings["ModulePath"] ?? "/Saml2");
}
