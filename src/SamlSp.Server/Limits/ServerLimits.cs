using Microsoft.Extensions.Options;
using SamlSp.AspNetCore;

namespace SamlSp.Server;

/// <summary>The server's own sections of the settings, beside those of the houses it is made of.</summary>
internal static class ServerLimits
{
    public static void AddServerLimits(this IServiceCollection services, IConfigurationSection settings)
    {
        services.Configure<ConfigurationSchema>(schema => schema.Allow("RateLimits", typeof(RateLimitOptions)));
        services.AddOptions<RateLimitOptions>().Configure<IOptions<ConfigurationSchema>>((limits, schema) => schema.Value.Bind(settings.GetSection("RateLimits"), limits));
    }

    public static void UseServerLimits(this WebApplication app, IConfigurationSection settings) =>
        app.UseSignInRateLimit(app.Services.GetRequiredService<IOptions<RateLimitOptions>>().Value, settings["ModulePath"] is { Length: > 1 } path && path[0] == '/' ? path : "/Saml2");
}
