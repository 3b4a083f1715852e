using Microsoft.Extensions.Options;
using SamlSp.AspNetCore;

namespace SamlSp.Server;

/// <summary>The rate limits of the server, from the section <c>SamlSp:RateLimits</c>.</summary>
internal static class ServerLimits
{
    private const string Section = "RateLimits";

    public static void AddServerLimits(this IServiceCollection services, IConfigurationSection settings)
    {
        services.Configure<ConfigurationSchema>(schema =>
            schema.Allow(Section, typeof(SamlSpRateLimitOptions), section => Errors(Read(schema, section)))
        );
        services
            .AddOptions<SamlSpRateLimitOptions>()
            .Configure<IOptions<ConfigurationSchema>>((limits, schema) => schema.Value.Bind(settings.GetSection(Section), limits));
    }

    private static SamlSpRateLimitOptions Read(ConfigurationSchema schema, IConfigurationSection section)
    {
        var limits = new SamlSpRateLimitOptions();
        schema.Bind(section, limits);
        return limits;
    }

    private static IEnumerable<string> Errors(SamlSpRateLimitOptions limits)
    {
        if (limits.SignInPerMinute < 0)
        {
            yield return "SamlSp:RateLimits:SignInPerMinute: must be 0 (no limit) or more";
        }

        if (limits.SignInPerOrganizationPerMinute < 0)
        {
            yield return "SamlSp:RateLimits:SignInPerOrganizationPerMinute: must be 0 (no limit) or more";
        }

        if (limits.ProvisioningPerMinute < 0)
        {
            yield return "SamlSp:RateLimits:ProvisioningPerMinute: must be 0 (no limit) or more";
        }
    }
}
