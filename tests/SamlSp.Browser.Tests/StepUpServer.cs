using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SamlSp.AspNetCore;
using SamlSp.EntraSandbox;
using SamlSp.Testing;

namespace SamlSp.Browser.Tests;

/// <summary>An application with pages that ask more than a session, and its tenant, on a clock that the test moves.</summary>
public sealed class StepUpServer : IAsyncDisposable
{
    private const string ClientId = "8f0c2f4e-7b1d-4a55-9c3e-1d2a6b7c8e90";
    private const string ClientSecret = "sandbox~secret~value";

    private readonly WebApplication _tenant;
    private readonly WebApplication _app;

    private StepUpServer(WebApplication tenant, WebApplication app, MutableTimeProvider clock, string url) =>
        (_tenant, _app, Clock, Url) = (tenant, app, clock, url);

    /// <summary>The time that everything goes by. It begins now: the browser keeps cookies by its own clock.</summary>
    public MutableTimeProvider Clock { get; }

    /// <summary>The application: <c>/payments</c> asks for an authentication within 15 minutes by a phishing-resistant method.</summary>
    public string Url { get; }

    /// <summary>Starts both.</summary>
    /// <param name="protocol">How users sign in.</param>
    public static async Task<StepUpServer> StartAsync(ConnectionProtocol protocol)
    {
        var clock = new MutableTimeProvider(DateTimeOffset.UtcNow);
        var (url, tenantPort) = ($"http://localhost:{LoopbackPort.Free()}", LoopbackPort.Free());
        var tenantBuilder = WebApplication.CreateSlimBuilder();
        tenantBuilder.Logging.ClearProviders();
        tenantBuilder.WebHost.UseUrls($"http://127.0.0.1:{tenantPort}");
        tenantBuilder.Services.AddSingleton<TimeProvider>(clock);
        tenantBuilder.Services.AddEntraSandbox(sandbox =>
        {
            sandbox.BaseUrl = $"http://127.0.0.1:{tenantPort}";
            sandbox.ServiceProviders.Add(new() { EntityId = url + "/Saml2", AcsUrl = url + "/Saml2/Acs" });
            sandbox.Clients.Add(
                new()
                {
                    ClientId = ClientId,
                    ClientSecret = ClientSecret,
                    RedirectUris = [url + SamlSpDefaults.OpenIdCallbackPath],
                }
            );
        });
        var tenant = tenantBuilder.Build();
        tenant.MapEntraSandbox();
        await tenant.StartAsync();

        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddAuthorization();
        builder
            .Services.AddAuthentication()
            .AddSamlSp(saml =>
            {
                saml.BaseUrl = url;
                saml.Organizations["contoso"] = Organization(protocol, tenant.Services.GetRequiredService<EntraSandboxTenant>());
            });
        var app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapSamlSp();
        app.MapGet("/", () => Heading("Start")).RequireAuthorization();
        app.MapGet("/payments", () => Heading("Payments"))
            .RequireSamlAuthentication(TimeSpan.FromMinutes(15), ReauthenticationMethod.PhishingResistant);
        await app.StartAsync();
        return new(tenant, app, clock, url);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _tenant.DisposeAsync();
    }

    private static OrganizationOptions Organization(ConnectionProtocol protocol, EntraSandboxTenant tenant) =>
        new()
        {
            DisplayName = "Contoso",
            Domains = ["example.com"],
            PrimaryDomain = "example.com",
            TenantDomain = "contoso.onmicrosoft.com",
            Connection =
                protocol == ConnectionProtocol.Saml2
                    ? new() { MetadataUrl = tenant.MetadataUrl }
                    : new()
                    {
                        Protocol = protocol,
                        AuthorizationUrl = tenant.AuthorizationUrl,
                        TokenUrl = tenant.TokenUrl,
                        ClientId = ClientId,
                        ClientSecret = ClientSecret,
                    },
        };

    private static IResult Heading(string text) => Results.Content($"<!doctype html><title>{text}</title><h1>{text}</h1>", "text/html");
}
