using System.Security.Claims;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SamlSp.AspNetCore;
using SamlSp.Testing;

namespace SamlSp.Load;

/// <summary>What the server is held against, in a process of its own: <c>--serve bare|cookie|middleware URL [METADATA]</c>.</summary>
internal static class BaselineApps
{
    public static async Task ServeAsync(string kind, string url, string? metadata)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddConsole().SetMinimumLevel(LogLevel.Information).AddFilter("Microsoft", LogLevel.Warning);
        builder.WebHost.UseUrls(url).ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        if (kind == "cookie") AddCookie(builder);
        else if (kind == "middleware") AddMiddleware(builder, url, metadata!);

        var app = builder.Build();
        app.MapGet("/healthz/ready", () => "ready");
        if (kind == "bare") MapBare(app);
        else if (kind == "cookie") MapCookie(app);
        else MapMiddleware(app);
        await app.RunAsync();
    }

    /// <summary>Reads the body and verifies one RSA-2048 signature, and that is all.</summary>
    private static void MapBare(WebApplication app)
    {
        var digest = SHA256.HashData("SamlSp"u8);
        using var signer = TestCertificates.Idp.GetRSAPrivateKey()!;
        var signature = signer.SignHash(digest, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var key = TestCertificates.Idp.GetRSAPublicKey()!;
        app.MapPost("/verify", async context =>
        {
            var body = context.Request.BodyReader;
            for (var read = await body.ReadAsync(context.RequestAborted); ; read = await body.ReadAsync(context.RequestAborted))
            {
                body.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted) break;
            }

            context.Response.StatusCode = key.VerifyHash(digest, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1) ? StatusCodes.Status303SeeOther : StatusCodes.Status400BadRequest;
            context.Response.Headers.Location = "/";
        });
    }

    /// <summary>The framework's cookie handler as everybody uses it, with the claims in the cookie.</summary>
    private static void AddCookie(WebApplicationBuilder builder)
    {
        builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie();
        builder.Services.AddAuthorization();
    }

    private static void MapCookie(WebApplication app)
    {
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapPost("/sign-in", async (HttpContext context, int claims) =>
        {
            var identity = new ClaimsIdentity([new(ClaimTypes.Name, "p00000000@example.com"), new(ClaimTypes.NameIdentifier, "33333333-3333-4333-8333-000000000000")], "cookie");
            for (var claim = 2; claim < claims; claim++) identity.AddClaim(new("http://schemas.microsoft.com/ws/2008/06/identity/claims/groups", Guid.NewGuid().ToString()));
            await context.SignInAsync(new ClaimsPrincipal(identity));
        });
        app.MapGet("/me", (HttpContext context) => $"Hello, {context.User.Identity!.Name}").RequireAuthorization();
    }

    /// <summary>An application with SamlSp's middleware on its in-memory stores.</summary>
    private static void AddMiddleware(WebApplicationBuilder builder, string url, string metadata)
    {
        builder.Services.AddAuthentication().AddSamlSp(saml =>
        {
            saml.BaseUrl = url;
            saml.Organizations["load"] = new() { PrimaryDomain = TestTenant.PrimaryDomain, TenantDomain = TestTenant.Domain, Connection = { MetadataFile = metadata, AllowUnsolicited = true } };
        });
        builder.Services.AddAuthorization();

        // Counted as always, and never reached.
        builder.Services.Configure<RateLimitOptions>(limits => limits.SignInPerOrganizationPerMinute = int.MaxValue);
    }

    private static void MapMiddleware(WebApplication app)
    {
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapSamlSp();
        app.MapGet("/me", (HttpContext context) => $"Hello, {context.GetSamlSpSession()!.NameId}").RequireAuthorization();
    }
}
