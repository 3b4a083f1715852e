using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;
using SamlSp.AspNetCore;
using IPNetwork = System.Net.IPNetwork;

namespace SamlSp.Server;

/// <summary>
/// Accepts forwarded headers from configured proxies only. They give the client's address for the rate limits. The URL that browsers see
/// is always <see cref="SamlSpOptions.BaseUrl"/>, whatever a header says.
/// </summary>
internal static class KnownProxies
{
    private const string Section = "Proxies";

    public static void AddKnownProxies(this WebApplicationBuilder builder, IConfigurationSection settings)
    {
        builder.Services.Configure<ConfigurationSchema>(schema =>
            schema.Allow(Section, typeof(ProxyOptions), section => Errors(section.Get<ProxyOptions>() ?? new()))
        );
        builder
            .Services.AddOptions<ProxyOptions>()
            .Configure<IOptions<ConfigurationSchema>>((proxies, schema) => schema.Value.Bind(settings.GetSection(Section), proxies));
        if (string.Equals(builder.Configuration["FORWARDEDHEADERS_ENABLED"], "true", StringComparison.OrdinalIgnoreCase))
        {
            builder.Services.AddSingleton<IConfigurationCheck, ForwardedHeadersCheck>();
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

    private static IEnumerable<string> Errors(ProxyOptions proxies)
    {
        for (var i = 0; i < proxies.Known.Count; i++)
        {
            var known = proxies.Known[i];
            if (!IPAddress.TryParse(known, out _) && !IPNetwork.TryParse(known, out _))
            {
                yield return $"SamlSp:Proxies:Known:{i}: '{known}' is neither an address (10.0.0.7) "
                    + "nor a network (10.0.0.0/24, with the bits after the prefix 0)";
            }
            else if (known is "0.0.0.0/0" or "::/0")
            {
                yield return $"SamlSp:Proxies:Known:{i}: trusts forwarded headers from every client; list the addresses of the proxies";
            }
        }
    }

    private sealed class ForwardedHeadersCheck : IConfigurationCheck
    {
        public IEnumerable<string> Check() =>
            [
                "ASPNETCORE_FORWARDEDHEADERS_ENABLED: trusts forwarded headers from every client; "
                    + "unset it and list the proxies in SamlSp:Proxies:Known",
            ];
    }
}
