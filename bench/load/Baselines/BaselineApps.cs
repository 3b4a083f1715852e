using System.Security.Claims;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Xml.Linq;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SamlSp.AspNetCore;
using SamlSp.Benchmarks;
using SamlSp.Protocol;
using SamlSp.Testing;

namespace SamlSp.Load;

/// <summary>
/// What the server is held against, in a process of its own: <c>--serve bare|verification|framework|cookie|middleware URL METADATA</c>.
/// </summary>
internal static partial class BaselineApps
{
    public static async Task ServeAsync(string kind, string url, string? metadata)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddConsole().SetMinimumLevel(LogLevel.Information).AddFilter("Microsoft", LogLevel.Warning);
        builder.WebHost.UseUrls(url).ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        if (kind is "cookie" or "framework")
        {
            AddCookie(builder);
        }
        else if (kind == "middleware")
        {
            AddMiddleware(builder, url, metadata!);
        }

        var app = builder.Build();
        app.MapGet("/healthz/ready", () => "ready");
        switch (kind)
        {
            case "bare":
                MapBare(app);
                break;
            case "verification":
                MapVerification(app, url, SigningCertificate(metadata!));
                break;
            case "framework":
                MapFramework(app, SigningCertificate(metadata!));
                break;
            case "cookie":
                MapCookie(app);
                break;
            default:
                MapMiddleware(app);
                break;
        }

        await app.RunAsync();
    }

    /// <summary>Reads the body and verifies one RSA-2048 signature, and that is all.</summary>
    private static void MapBare(WebApplication app)
    {
        var digest = SHA256.HashData("SamlSp"u8);
        using var signer = TestCertificates.Idp.GetRSAPrivateKey()!;
        var signature = signer.SignHash(digest, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var key = TestCertificates.Idp.GetRSAPublicKey()!;
        app.MapPost(
            "/verify",
            async context =>
            {
                var body = context.Request.BodyReader;
                for (var read = await body.ReadAsync(context.RequestAborted); ; read = await body.ReadAsync(context.RequestAborted))
                {
                    body.AdvanceTo(read.Buffer.End);
                    if (read.IsCompleted)
                    {
                        break;
                    }
                }

                context.Response.StatusCode = key.VerifyHash(digest, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
                    ? StatusCodes.Status303SeeOther
                    : StatusCodes.Status400BadRequest;
                context.Response.Headers.Location = "/";
            }
        );
    }

    /// <summary>The same with SamlSp's verification in place of RSA's: form, <see cref="VerifiedAssertion"/>, and that is all.</summary>
    private static void MapVerification(WebApplication app, string url, X509Certificate2 certificate)
    {
        var expectations = TestIdp.Create().Unsolicited().Expectations(certificate) with
        {
            EntityId = url + "/Saml2",
            AssertionConsumerServiceUrl = url + "/Saml2/Acs",
        };
        var verifier = new ResponseVerifier(new VerifierLimits(), TimeProvider.System);
        app.MapPost(
            "/verify",
            async context =>
            {
                using var form = await MessageForm.ReadAsync(context, mayBeRequest: false);
                context.Response.StatusCode = verifier.VerifyFormValue(form.Response.Span, expectations).Accepted
                    ? StatusCodes.Status303SeeOther
                    : StatusCodes.Status400BadRequest;
                context.Response.Headers.Location = "/";
            }
        );
    }

    /// <summary>
    /// A sign-in with the framework's own means: SignedXml, the claims into the cookie, a line of log. No check but the signature's.
    /// </summary>
    private static void MapFramework(WebApplication app, X509Certificate2 certificate)
    {
        app.UseAuthentication();
        var verifier = new SignedXmlVerifier(certificate.GetRSAPublicKey()!);
        app.MapPost(
            "/acs",
            async context =>
            {
                var form = await context.Request.ReadFormAsync(context.RequestAborted);
                var person = verifier.Verify(form["SAMLResponse"].ToString());
                var identity = new ClaimsIdentity(
                    [
                        new(ClaimTypes.NameIdentifier, person.NameId),
                        .. person.Attributes.SelectMany(attribute => attribute.Value.Select(value => new Claim(attribute.Key, value))),
                    ],
                    "saml"
                );
                await context.SignInAsync(new ClaimsPrincipal(identity));
                app.Logger.SignedIn(person.NameId, person.Issuer, person.AuthnInstant);
                context.Response.StatusCode = StatusCodes.Status303SeeOther;
                context.Response.Headers.Location = "/";
            }
        );
    }

    /// <summary>The identity provider lives in the driver's process, and so does its key.</summary>
    private static X509Certificate2 SigningCertificate(string metadata) =>
        X509CertificateLoader.LoadCertificate(
            Convert.FromBase64String(
                XDocument.Load(metadata).Descendants(XName.Get("X509Certificate", "http://www.w3.org/2000/09/xmldsig#")).First().Value
            )
        );

    [LoggerMessage(1, LogLevel.Information, "Signed in: {NameId} of {Issuer}, authenticated at {AuthnInstant}")]
    private static partial void SignedIn(this ILogger logger, string nameId, string issuer, DateTimeOffset authnInstant);

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
        app.MapPost(
            "/sign-in",
            async (HttpContext context, int claims) =>
            {
                var identity = new ClaimsIdentity(
                    [new(ClaimTypes.Name, "p00000000@example.com"), new(ClaimTypes.NameIdentifier, "33333333-3333-4333-8333-000000000000")],
                    "cookie"
                );
                for (var claim = 2; claim < claims; claim++)
                {
                    identity.AddClaim(new("http://schemas.microsoft.com/ws/2008/06/identity/claims/groups", Guid.NewGuid().ToString()));
                }

                await context.SignInAsync(new ClaimsPrincipal(identity));
            }
        );
        app.MapGet("/me", (HttpContext context) => $"Hello, {context.User.Identity!.Name}").RequireAuthorization();
    }

    /// <summary>An application with SamlSp's middleware on its in-memory stores.</summary>
    private static void AddMiddleware(WebApplicationBuilder builder, string url, string metadata)
    {
        builder
            .Services.AddAuthentication()
            .AddSamlSp(saml =>
            {
                saml.BaseUrl = url;
                saml.Organizations["load"] = new()
                {
                    PrimaryDomain = TestTenant.PrimaryDomain,
                    TenantDomain = TestTenant.Domain,
                    Connection = { MetadataFile = metadata, AllowUnsolicited = true },
                };
            });
        builder.Services.AddAuthorization();

        // Counted as always, and never reached.
        builder.Services.Configure<SamlSpRateLimitOptions>(limits => limits.SignInPerOrganizationPerMinute = int.MaxValue);
    }

    private static void MapMiddleware(WebApplication app)
    {
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapSamlSp();
        app.MapGet("/me", (HttpContext context) => $"Hello, {context.GetSamlSpSession()!.NameId}").RequireAuthorization();
    }
}
