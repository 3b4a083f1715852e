namespace SamlSp.Server;

/// <summary>Where the server listens when nobody says so.</summary>
internal static class ServerAddress
{
    private static readonly string[] Said = ["urls", "http_ports", "https_ports", "Kestrel:Endpoints"];

    /// <summary>Listens on http://localhost:5080, unless <c>--urls</c>, the environment or the settings say otherwise.</summary>
    public static void UseDefaultAddress(this WebApplicationBuilder builder)
    {
        if (!Said.Any(key => builder.Configuration.GetSection(key).Exists()))
        {
            builder.WebHost.UseUrls("http://localhost:5080");
        }
    }
}
