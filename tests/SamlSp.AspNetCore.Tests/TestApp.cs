using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using SamlSp.Testing;

namespace SamlSp.AspNetCore.Tests;

/// <summary>An application with SamlSp in it, on a clock that tests move, with Contoso as its organization.</summary>
internal sealed class TestApp : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestApp(WebApplication app, LogCollector log, MutableTimeProvider clock) => (_app, Log, Clock) = (app, log, clock);

    public static byte[] ContosoMetadata(X509Certificate2 certificate) =>
        TestMetadata.Document(TestTenant.Issuer, TestTenant.SignOnUrl, certificate);

    public static IIdentityProviderMetadataSource Metadata { get; } = new TestMetadata();

    public LogCollector Log { get; }

    public MutableTimeProvider Clock { get; }

    public IServiceProvider Services => _app.Services;

    public ISessionStore Sessions => Services.GetRequiredService<ISessionStore>();

    public static async Task<TestApp> StartAsync(
        Action<SamlSpOptions>? configure = null,
        Action<IServiceCollection>? services = null,
        Action<WebApplication>? map = null,
        DateTimeOffset? at = null
    )
    {
        var log = new LogCollector();
        var clock = new MutableTimeProvider(at ?? TestClock.Now);
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders().AddProvider(log);
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddAuthorization();
        builder.Services.AddSamlSpFaultPage();
        builder
            .Services.AddAuthentication()
            .AddSamlSp(options =>
            {
                options.BaseUrl = TestSp.BaseUrl;
                options.Organizations["contoso"] = Contoso();
                configure?.Invoke(options);
            });
        services?.Invoke(builder.Services);
        builder.Services.TryAddSingleton(Metadata);
        var app = builder.Build();
        app.UseSamlSpSecurityHeaders();
        app.UseExceptionHandler(_ => { });
        app.UseAuthentication();
        app.UseSamlSpSessionGuard();
        app.UseAuthorization();
        app.MapSamlSp();
        app.MapGet("/protected", (HttpContext context) => context.User.Identity?.Name ?? "anonymous").RequireAuthorization();
        app.MapGet("/owners", () => "owners").RequireAuthorization(policy => policy.RequireRole("owner"));
        map?.Invoke(app);
        try
        {
            await app.StartAsync();
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        return new(app, log, clock);
    }

    public static OrganizationOptions Contoso() =>
        new()
        {
            DisplayName = "Contoso",
            Domains = [TestTenant.PrimaryDomain],
            PrimaryDomain = TestTenant.PrimaryDomain,
            TenantDomain = TestTenant.Domain,
        };

    public TestBrowser Browser() => new(_app.GetTestServer(), Clock);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
    }

    internal sealed class TestMetadata : IIdentityProviderMetadataSource
    {
        public byte[]? Find(string organization) =>
            organization switch
            {
                "contoso" => Document(TestTenant.Issuer, TestTenant.SignOnUrl, TestCertificates.Idp),
                "fabrikam" => Document(
                    TestTenant.HomeIssuer,
                    "https://login.microsoftonline.com/" + TestTenant.HomeId + "/saml2",
                    TestCertificates.IdpNext
                ),
                "expired" => Document(TestTenant.Issuer, TestTenant.SignOnUrl, TestCertificates.Idp, "validUntil=\"2026-11-22T05:59:59Z\""),
                "posting" => Document(TestTenant.HomeIssuer, TestTenant.SignOnUrl, TestCertificates.Idp, bindings: ["HTTP-POST"]),
                "unreadable" => Encoding.UTF8.GetBytes("<html>Sign in to the network</html>"),
                _ => null,
            };

        public static byte[] Document(
            string entityId,
            string url,
            X509Certificate2 certificate,
            string attributes = "",
            params string[] bindings
        ) =>
            Encoding.UTF8.GetBytes(
                $"""
                <EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="{entityId}" {attributes}>
                <IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
                <KeyDescriptor use="signing"><KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#"><X509Data><X509Certificate>{certificate.Base64()}</X509Certificate></X509Data></KeyInfo></KeyDescriptor>
                <SingleLogoutService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="{url}"/>
                {string.Concat(
                    (bindings.Length > 0 ? bindings : ["HTTP-Redirect", "HTTP-POST"]).Select(binding =>
                        $"""<SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:{binding}" Location="{url}"/>"""
                    )
                )}
                </IDPSSODescriptor>
                </EntityDescriptor>
                """
            );
    }
}
