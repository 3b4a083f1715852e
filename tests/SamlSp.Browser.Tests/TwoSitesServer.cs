using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using SamlSp.AspNetCore;
using SamlSp.Claims;
using SamlSp.EntraSandbox;
using SamlSp.Testing;

namespace SamlSp.Browser.Tests;

/// <summary>
/// The server, with its tenant on another site, and an application on a host of its own behind a proxy that asks the server. All run in
/// this process, on a clock that the test moves.
/// </summary>
public sealed class TwoSitesServer : WebApplicationFactory<Program>
{
    /// <summary>The organizations that sign in by SAML and by OpenID Connect, at the same tenant.</summary>
    public const string Saml = "saml";
    public const string Oidc = "oidc";

    /// <summary>An organization whose identity provider takes requests by POST only, and redirects them on to another host.</summary>
    public const string PostOnly = "posting";

    /// <summary>An organization that signs in by SAML, with terms of service.</summary>
    public const string Terms = "terms";

    /// <summary>A member who is in 3,000 groups. That with the number 2,917 gives the role <c>reader</c>.</summary>
    public const string Grace = "grace@example.com";

    private const string ClientId = "8f0c2f4e-7b1d-4a55-9c3e-1d2a6b7c8e90";
    private const string ClientSecret = "sandbox~secret~value";

    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("samlsp-sites").FullName;
    private readonly (int Server, int App, int Tenant) _ports = (LoopbackPort.Free(), LoopbackPort.Free(), LoopbackPort.Free());
    private readonly string[] _organizations;
    private readonly bool _asksGraph;
    private readonly WebApplication _tenant;

    /// <summary>Starts everything.</summary>
    /// <param name="organizations">The organizations of the server.</param>
    public TwoSitesServer(params string[] organizations)
        : this(asksGraph: false, organizations) { }

    /// <summary>Starts everything.</summary>
    /// <param name="asksGraph">Whether the organizations ask the tenant's Microsoft Graph.</param>
    /// <param name="organizations">The organizations of the server.</param>
    public TwoSitesServer(bool asksGraph, params string[] organizations)
    {
        (_asksGraph, _organizations) = (asksGraph, organizations);
        _tenant = StartTenant();
        UseKestrel(kestrel =>
        {
            kestrel.ListenLocalhost(_ports.Server);
            kestrel.Listen(IPAddress.Loopback, _ports.App);
        });
        StartServer();
    }

    /// <summary>The time that everything goes by. It begins now: the browser keeps cookies by its own clock.</summary>
    public MutableTimeProvider Clock { get; } = new(DateTimeOffset.UtcNow);

    /// <summary>The server. <c>/leave</c> redirects to the application.</summary>
    public string Url => $"http://localhost:{_ports.Server}";

    /// <summary>The application's own host.</summary>
    public string AppUrl => $"http://127.0.0.1:{_ports.App}";

    /// <summary>The tenant itself.</summary>
    public EntraSandboxTenant Tenant => _tenant.Services.GetRequiredService<EntraSandboxTenant>();

    /// <summary>The tenant, on another site than the server.</summary>
    public string TenantUrl => $"http://127.0.0.1:{_ports.Tenant}";

    /// <summary>Where the identity provider of <see cref="PostOnly"/> redirects to: the tenant by its other name.</summary>
    public string PostOnlySignInUrl => $"http://localhost:{_ports.Tenant}/post-only/sign-in";

    /// <inheritdoc />
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _tenant.DisposeAsync();
        System.IO.Directory.Delete(_folder, recursive: true);
    }

    /// <inheritdoc />
    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder
            .UseEnvironment("Development")
            .UseSetting("SamlSp:BaseUrl", Url)
            .UseSetting("SamlSp:Gateway:ReturnHosts:0", new Uri(AppUrl).Authority)
            .UseSetting("SamlSp:Certificates:Directory", Path.Combine(_folder, "certs"))
            .UseSetting("SamlSp:Storage:ConnectionString", $"Data Source={Path.Combine(_folder, "samlsp.db")}")
            .ConfigureServices(services =>
            {
                services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock));
                services.AddSingleton<IStartupFilter>(new AppProxy(AppUrl));
            });
        foreach (var organization in _organizations)
        {
            foreach (var (key, value) in Settings(organization))
            {
                builder.UseSetting($"SamlSp:Organizations:{organization}:{key}", value);
            }
        }
    }

    private static string Group(int number) => $"0c1d86f3-27a8-4be5-9f64-{number:x12}";

    private (string Key, string Value)[] Settings(string organization)
    {
        var tenant = Tenant;
        (string, string)[] all =
        [
            ("DisplayName", "Contoso by " + organization),
            ("Domains:0", organization + ".example"),
            ("PrimaryDomain", "example.com"),
            ("TenantDomain", "contoso.onmicrosoft.com"),
            ("Roles:owner:0", "0c1d86f3-27a8-4be5-9f63-5a9f0b7e1c02"),
            ("Roles:reader:0", Group(2917)),
            .. _asksGraph
                ? new[]
                {
                    ("Connection:Graph:ClientId", ClientId),
                    ("Connection:Graph:ClientSecret", ClientSecret),
                    ("Connection:Graph:BaseUrl", tenant.GraphUrl),
                    ("Connection:Graph:TokenUrl", tenant.TokenUrl),
                }
                : [],
        ];
        if (organization == Oidc)
        {
            return
            [
                .. all,
                ("Connection:Protocol", "OpenIdConnect"),
                ("Connection:AuthorizationUrl", tenant.AuthorizationUrl),
                ("Connection:TokenUrl", tenant.TokenUrl),
                ("Connection:ClientId", ClientId),
                ("Connection:ClientSecret", ClientSecret),
            ];
        }

        if (organization is Saml or Terms)
        {
            return
            [
                .. all,
                ("Connection:MetadataUrl", tenant.MetadataUrl),
                ("Connection:AllowUnsolicited", "true"),
                .. organization == Terms ? new[] { ("Terms:Text", "Be kind to each other.") } : [],
            ];
        }

        var metadata = Path.Combine(_folder, "post-only.xml");
        File.WriteAllText(
            metadata,
            $"""
            <EntityDescriptor entityID="urn:post-only" xmlns="urn:oasis:names:tc:SAML:2.0:metadata">
            <IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
            <KeyDescriptor use="signing"><KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#"><X509Data>
            <X509Certificate>{TestCertificates.Idp.Base64()}</X509Certificate></X509Data></KeyInfo></KeyDescriptor>
            <SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="{TenantUrl}/post-only"/>
            </IDPSSODescriptor></EntityDescriptor>
            """
        );
        return [.. all, ("Connection:MetadataFile", metadata)];
    }

    private WebApplication StartTenant()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenLocalhost(_ports.Tenant));
        builder.Services.AddSingleton<TimeProvider>(Clock);
        builder.Services.AddEntraSandbox(sandbox =>
        {
            sandbox.BaseUrl = TenantUrl;
            sandbox.ServiceProviders.Add(
                new()
                {
                    EntityId = Url + "/Saml2",
                    AcsUrl = Url + "/Saml2/Acs",
                    LogoutUrl = Url + "/Saml2/Logout",
                }
            );
            sandbox.AdditionalUsers.Add(
                new()
                {
                    Id = "grace",
                    ObjectId = "6d7f0a41-3c5e-4f0b-8a1d-9e2b7c4d5a09",
                    SignInName = Grace,
                    UserPrincipalName = Grace,
                    LocalUserPrincipalName = Grace,
                    IdentityProvider = $"https://sts.windows.net/{sandbox.TenantId}/",
                    UserType = UserType.Member,
                    GivenName = "Grace",
                    Surname = "Greene",
                    Mail = Grace,
                    Groups = [.. Enumerable.Range(1, 3000).Select(Group)],
                }
            );
            sandbox.Clients.Add(
                new()
                {
                    ClientId = ClientId,
                    ClientSecret = ClientSecret,
                    RedirectUris = [Url + SamlSpDefaults.OpenIdCallbackPath],
                }
            );
        });
        var tenant = builder.Build();
        tenant.MapEntraSandbox();
        tenant.MapPost("/post-only", () => Results.Redirect(PostOnlySignInUrl));
        tenant.MapGet("/post-only/sign-in", () => Results.Content("<h1>Sign in by POST</h1>", "text/html"));
        tenant.StartAsync().GetAwaiter().GetResult();
        return tenant;
    }

    /// <summary>The proxy of the application, as docs/gateway.md describes it, with the application behind it.</summary>
    private sealed class AppProxy(string url) : IStartupFilter
    {
        private static readonly HttpClient Client = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false });

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) =>
            app =>
            {
                app.Use(
                    (context, server) =>
                        context.Request.Host.Value != new Uri(url).Authority
                            ? context.Request.Path == "/leave"
                                ? LeaveAsync(context)
                                : server(context)
                            : context.Request.Path.StartsWithSegments("/auth", StringComparison.Ordinal)
                                ? server(context)
                                : AskAsync(context)
                );
                next(app);
            };

        private Task LeaveAsync(HttpContext context)
        {
            context.Response.Redirect(url + "/open");
            return Task.CompletedTask;
        }

        private async Task AskAsync(HttpContext context)
        {
            context.Response.ContentType = "text/html";
            if (context.Request.Path == "/open")
            {
                await context.Response.WriteAsync("<h1>Open to everyone</h1>");
                return;
            }

            using var question = new HttpRequestMessage(HttpMethod.Get, url + "/auth?unauthenticated=302");
            question.Headers.TryAddWithoutValidation("Cookie", context.Request.Headers.Cookie.ToString());
            question.Headers.TryAddWithoutValidation("Accept", context.Request.Headers.Accept.ToString());
            question.Headers.TryAddWithoutValidation("X-Original-URL", url + context.Request.Path + context.Request.QueryString);
            using var answer = await Client.SendAsync(question, context.RequestAborted);
            if (answer.StatusCode == HttpStatusCode.OK)
            {
                await context.Response.WriteAsync($"<h1>Hello {answer.Headers.GetValues("X-SamlSp-NameId").Single()}</h1>");
                return;
            }

            context.Response.Headers.SetCookie = answer.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies.ToArray() : default;
            context.Response.Redirect(answer.Headers.Location!.OriginalString);
        }
    }
}
