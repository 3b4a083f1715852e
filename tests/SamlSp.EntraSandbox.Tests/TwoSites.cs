using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SamlSp.AspNetCore;
using SamlSp.Testing;

namespace SamlSp.EntraSandbox.Tests;

/// <summary>
/// The application at <c>localhost</c> and the tenant at <c>127.0.0.1</c>: two servers on two sites, each of which can be stopped.
/// </summary>
internal sealed class TwoSites : IAsyncDisposable
{
    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("samlsp").FullName;
    private readonly WebApplication _app;
    private WebApplication? _tenant;

    private TwoSites()
    {
        App = $"http://localhost:{LoopbackPort.Free()}";
        Tenant = $"http://127.0.0.1:{LoopbackPort.Free()}";
        _app = MakeApp();
    }

    /// <summary>Where the application is.</summary>
    public string App { get; }

    /// <summary>Where the tenant is.</summary>
    public string Tenant { get; }

    public static async Task<TwoSites> StartAsync()
    {
        var sites = new TwoSites();
        await sites._app.CheckSamlSpAsync();
        await sites._app.StartAsync();
        await sites.StartTenantAsync();
        return sites;
    }

    /// <summary>Starts the tenant; what it knew before is gone.</summary>
    public async Task StartTenantAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(Tenant);
        builder.Services.AddEntraSandbox(Configure);
        _tenant = builder.Build();
        _tenant.MapEntraSandbox();
        await _tenant.StartAsync();
    }

    /// <summary>Stops the tenant: its port is closed.</summary>
    public async Task StopTenantAsync()
    {
        if (_tenant is null)
        {
            return;
        }

        using var now = new CancellationTokenSource(0);
        await _tenant.StopAsync(now.Token);
        await _tenant.DisposeAsync();
        _tenant = null;
    }

    /// <summary>From a protected page of the application over the tenant's sign-in page and back.</summary>
    public async Task SignInAsync(HttpBrowser browser, string user)
    {
        await browser.GoAsync(App + "/session");
        await browser.SubmitAsync(("user", user));
        await browser.SubmitAsync();
        Assert.Equal(App + "/session", browser.Location.OriginalString);
    }

    public async ValueTask DisposeAsync()
    {
        await StopTenantAsync();
        await _app.DisposeAsync();
        System.IO.Directory.Delete(_folder, recursive: true);
    }

    private WebApplication MakeApp()
    {
        var tenant = new EntraSandboxOptions();
        Configure(tenant);
        var metadata = Path.Combine(_folder, "metadata.xml");
        File.WriteAllBytes(metadata, new EntraSandboxTenant(Options.Create(tenant), TimeProvider.System).Metadata);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(App);
        builder
            .Services.AddAuthentication()
            .AddSamlSp(saml =>
            {
                saml.BaseUrl = App;
                saml.Certificates.Directory = Path.Combine(_folder, "certs");
                saml.Organizations["contoso"] = new()
                {
                    Domains = ["example.com"],
                    PrimaryDomain = "example.com",
                    TenantDomain = "contoso.onmicrosoft.com",
                    Connection = { MetadataFile = metadata },
                };
            });
        var app = builder.Build();
        app.UseAuthentication();
        app.MapSamlSp();
        return app;
    }

    private void Configure(EntraSandboxOptions options)
    {
        options.BaseUrl = Tenant;
        options.SigningCertificate = TestCertificates.Idp;
        options.ServiceProviders.Add(
            new()
            {
                DisplayName = "The app",
                EntityId = App + "/Saml2",
                AcsUrl = App + "/Saml2/Acs",
                LogoutUrl = App + "/Saml2/Logout",
                StartUrl = App + "/Saml2/SignIn?organization=contoso",
            }
        );
    }
}
