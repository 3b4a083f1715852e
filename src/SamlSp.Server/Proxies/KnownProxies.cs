using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;
using SamlSp.AspNetCore;
using IPNetwork = System.Net.IPNetwork;

namespace SamlSp.Server;

/// <summary>
/// Believes forwarded headers of configured proxies, and of nobody else. They say who the client is, for the rate limits; the address that
/// browsers see is <see cref="SamlSpOptions.BaseUrl"/>, whatever any header says.
/// </summary>
internal static class KnownProxies
{
    private const string Section = "Proxies";

    public static void AddKnownProxies(this WebApplicationBuilder builder, IConfigurationSection settings)
    {
        builder.Services.Configure<ConfigurationSchema>(schema =>
            schema.Allow(Section, typeof(ProxyOptions), section => Mistakes(section.Get<ProxyOptions>() ?? new()))
        );
        builder
            .Services.AddOptions<ProxyOptions>()
            .Configure<IOptions<ConfigurationSchema>>((proxies, schema) => schema.Value.Bind(settings.GetSection(Section), proxies));
        if (string.Equals(builder.Configuration["FORWARDEDHEADERS_ENABLED"], "true", StringComparison.OrdinalIgnoreCase))
        {
            builder.Services.AddSingleton<IConfigurationCheck, NotFromEverybody>();
        }
    }

    /// <summary>Comes first: everything behind it sees the client's address.</summary>
    public static void UseKnownProxies(this WebApplication app)
    {
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,
            ForwardLimit = null,
        };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var known in app.Services.GetRequiredService<IOptions<ProxyOptions>>().Value.Known)
        {
            if (IPAddress.TryParse(known, out var address))
            {
                options.KnownProxies.Add(address);
            }
            else if (IPNetwork.TryParse(known, out var network))
            {
                options.KnownIPNetworks.Add(network);
            }
        }

        if (options.KnownProxies.Count + options.KnownIPNetworks.Count > 0)
        {
            app.UseForwardedHeaders(options);
        }
    }

    private static IEnumerable<string> Mistakes(ProxyOptions proxies)
    {
        for (var i = 0; i < proxies.Known.Count; i++)
        {
            var known = proxies.Known[i];
            if (!IPAddress.TryParse(known, out _) && !IPNetwork.TryParse(known, out _))
            {
                yield return $"SamlSp:Proxies:Known:{i}: '{known}' is neither an address (10.0.0.7) nor a network (10.0.0.0/24, whose bits beyond the prefix are 0)";
            }
            else if (known is "0.0.0.0/0" or "::/0")
            {
                yield return $"SamlSp:Proxies:Known:{i}: lets everybody say who they are; name the proxies";
            }
        }
    }

    private sealed class NotFromEverybody : IConfigurationCheck
    {
        public IEnumerable<string> Check() =>
            [
                "ASPNETCORE_FORWARDEDHEADERS_ENABLED: believes forwarded headers of everybody; name the proxies in SamlSp:Proxies:Known instead",
            ];
    }
}
