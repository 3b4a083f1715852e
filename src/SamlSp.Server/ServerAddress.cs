namespace SamlSp.Server;

/// <summary>The default address of the server.</summary>
internal static class ServerAddress
{
    private static readonly string[] Keys = ["urls", "http_ports", "https_ports", "Kestrel:Endpoints"];

    /// <summary>Listens on http://localhost:5080, unless <c>--urls</c>, the environment or the settings have another address.</summary>
    public static void UseDefaultAddress(this WebApplicationBuilder builder)
    {
        if (!Keys.Any(key => builder.Configuration.GetSection(key).Exists()))
        {
            builder.WebHost.UseUrls("http://localhost:5080");
        }
    }
}
