using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace SamlSp.Console;

/// <summary>
/// The style sheet and the script, embedded in the assembly. Their paths contain their hash, so that browsers cache them until they change.
/// </summary>
internal static class ConsoleAssets
{
    private static readonly (byte[] Content, string Hash) Style = Read("console.css");
    private static readonly (byte[] Content, string Hash) Script = Read("console.js");

    /// <summary>The style sheet's path.</summary>
    public static string StylePath { get; } = $"/console/assets/{Style.Hash}/console.css";

    /// <summary>The script's path.</summary>
    public static string ScriptPath { get; } = $"/console/assets/{Script.Hash}/console.js";

    /// <summary>Maps both. They are the same for every caller.</summary>
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapMethods(StylePath, Reading, context => WriteAsync(context, Style.Content, "text/css; charset=utf-8")).AllowAnonymous();
        endpoints
            .MapMethods(ScriptPath, Reading, context => WriteAsync(context, Script.Content, "text/javascript; charset=utf-8"))
            .AllowAnonymous();
    }

    private static readonly string[] Reading = ["GET", "HEAD"];

    private static async Task WriteAsync(HttpContext context, byte[] content, string type)
    {
        PageAsset.SetHeaders(context.Response, "public, max-age=31536000, immutable", type, content.Length);
        if (HttpMethods.IsGet(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(content, context.RequestAborted);
        }
    }

    private static (byte[] Content, string Hash) Read(string name)
    {
        using var stream = typeof(ConsoleAssets).Assembly.GetManifestResourceStream(name)!;
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        var content = copy.ToArray();
        return (content, Convert.ToHexStringLower(SHA256.HashData(content))[..12]);
    }
}
