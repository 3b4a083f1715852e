using SamlSp.AspNetCore;

namespace SamlSp.Server;

/// <summary>Puts the stand-in for an Entra tenant into this process, and makes its organization known.</summary>
internal static class Sandbox
{
    public static bool AddSandbox(this WebApplicationBuilder builder, IConfigurationSection settings)
    {
        builder.Services.Configure<ConfigurationSchema>(schema => schema.Allow("Sandbox", typeof(SandboxOptions)));
        return false;
    }

    public static void MapSandbox(this WebApplication app) => _ = app;
}
