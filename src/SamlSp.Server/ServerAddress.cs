using Microsoft.Extensions.Configuration.Json;
using SamlSp.AspNetCore;

namespace SamlSp.Server;

/// <summary>The address of the server.</summary>
internal static class ServerAddress
{
    /// <summary>
    /// The address unless another is set, also as <c>BaseUrl</c> of the <c>appsettings.json</c> that comes with the server.
    /// </summary>
    private const string Default = "http://localhost:5080";

    private const string BaseUrl = SamlSpDefaults.ConfigurationSection + ":BaseUrl";

    private static readonly string[] Keys = ["urls", "http_ports", "https_ports", "Kestrel:Endpoints"];

    /// <summary>Listens on http://localhost:5080, unless <c>--urls</c>, the environment or the settings have another address.</summary>
    public static void UseDefaultAddress(this WebApplicationBuilder builder)
    {
        if (!Keys.Any(key => builder.Configuration.GetSection(key).Exists()))
        {
            builder.WebHost.UseUrls(Default);
        }
        else if (builder.Environment.IsDevelopment() && IsAsShipped(builder.Configuration))
        {
            builder.FollowAddress();
        }
    }

    /// <summary>
    /// In Development, <c>--urls</c> alone is enough: sign-ins would otherwise end at port 5080, at whoever listens there. Whoever has set
    /// <c>BaseUrl</c> keeps it.
    /// </summary>
    private static void FollowAddress(this WebApplicationBuilder builder)
    {
        var urls = (builder.Configuration["urls"] ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (
            urls.Length > 0
            && !ListeningAddress.IsReached(Default, urls)
            && urls.Select(ListeningAddress.ForBrowsers).FirstOrDefault(url => url is not null) is { } first
        )
        {
            builder.Configuration.AddInMemoryCollection([new(BaseUrl, first)]);
        }
    }

    /// <summary>Whether <c>BaseUrl</c> has the value of the shipped file, from that file.</summary>
    private static bool IsAsShipped(IConfigurationManager configuration) =>
        ((IConfigurationRoot)configuration).Providers.LastOrDefault(provider => provider.TryGet(BaseUrl, out _))
            is JsonConfigurationProvider { Source.Path: "appsettings.json" } file
        && file.TryGet(BaseUrl, out var value)
        && value == Default;
}
