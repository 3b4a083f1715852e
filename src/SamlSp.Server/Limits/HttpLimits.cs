using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using SamlSp.AspNetCore;

namespace SamlSp.Server;

/// <summary>Sets the limits of connections, before any other code handles a request.</summary>
internal static class HttpLimits
{
    private const string Section = "Http";

    public static void AddHttpLimits(this WebApplicationBuilder builder, IConfigurationSection settings)
    {
        builder.Services.Configure<ConfigurationSchema>(schema =>
            schema.Allow(Section, typeof(HttpOptions), section => Errors(Read(schema, section)))
        );
        builder
            .Services.AddOptions<KestrelServerOptions>()
            .Configure<IOptions<ConfigurationSchema>>(
                (kestrel, schema) =>
                {
                    var http = Read(schema.Value, settings.GetSection(Section));
                    kestrel.AddServerHeader = false;
                    if (Errors(http).Any())
                    {
                        return;
                    }

                    kestrel.Limits.MaxConcurrentConnections = http.MaximumConnections;
                    kestrel.Limits.MaxRequestHeadersTotalSize = http.MaximumHeaderBytes;
                    kestrel.Limits.MaxRequestBufferSize = Math.Max(http.MaximumHeaderBytes, 1024 * 1024);
                    kestrel.Limits.MaxRequestBodySize = http.MaximumBodyBytes;
                    kestrel.Limits.RequestHeadersTimeout = http.HeadersTimeout;
                    kestrel.Limits.KeepAliveTimeout = http.KeepAlive;
                }
            );
    }

    private static HttpOptions Read(ConfigurationSchema schema, IConfigurationSection section)
    {
        var http = new HttpOptions();
        schema.Bind(section, http);
        return http;
    }

    private static IEnumerable<string> Errors(HttpOptions http)
    {
        if (http.MaximumConnections < 10)
        {
            yield return "SamlSp:Http:MaximumConnections: must be at least 10";
        }

        if (http.MaximumHeaderBytes is < 8 * 1024 or > 1024 * 1024)
        {
            yield return "SamlSp:Http:MaximumHeaderBytes: must be 8192 to 1048576";
        }

        if (http.MaximumBodyBytes is < 1536 * 1024 or > 64 * 1024 * 1024)
        {
            yield return "SamlSp:Http:MaximumBodyBytes: must be 1572864 to 67108864";
        }

        if (http.HeadersTimeout < TimeSpan.FromSeconds(1) || http.HeadersTimeout > TimeSpan.FromMinutes(2))
        {
            yield return "SamlSp:Http:HeadersTimeout: must be 00:00:01 to 00:02:00";
        }

        if (http.KeepAlive < TimeSpan.FromSeconds(1) || http.KeepAlive > TimeSpan.FromHours(1))
        {
            yield return "SamlSp:Http:KeepAlive: must be 00:00:01 to 01:00:00";
        }
    }
}
