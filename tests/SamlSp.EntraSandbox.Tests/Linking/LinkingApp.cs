using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SamlSp.AspNetCore;
using SamlSp.Console;
using SamlSp.Directory;
using SamlSp.Testing;

namespace SamlSp.EntraSandbox.Tests;

/// <summary>A server without any organization, with its own store, and the tenant beside it.</summary>
internal sealed class LinkingApp : IAsyncDisposable
{
    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("samlsp-linking-").FullName;
    private WebApplication _app = null!;

    public MutableTimeProvider Clock { get; } = TestClock.Create();

    public EntraSandboxTenant Tenant => _app.Services.GetRequiredService<EntraSandboxTenant>();

    public IOrganizationDirectory Organizations => _app.Services.GetRequiredService<IOrganizationDirectory>();

    public IServiceProvider Services => _app.Services;

    public ITrialSignIns Tests => _app.Services.GetRequiredService<ITrialSignIns>();

    public IUserDirectory Users => _app.Services.GetRequiredService<IUserDirectory>();

    public ISessionStore Sessions => _app.Services.GetRequiredService<ISessionStore>();

    public IAuditTrail Audit => _app.Services.GetRequiredService<IAuditTrail>();

    public ServiceProviderKeys Keys => _app.Services.GetRequiredService<SamlSpSchemes>().Default.Keys;

    public async Task<string> FirstOwnerLinkAsync() => (await LinksAsync()).Single().Url;

    public Task<IReadOnlyList<(string? Organization, string Url)>> LinksAsync() =>
        _app.Services.GetRequiredService<OwnerLinks>().CreateForFirstOwnersAsync(default);

    public static async Task<LinkingApp> StartAsync()
    {
        var app = new LinkingApp();
        var builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { ContentRootPath = app._folder, EnvironmentName = "Production" }
        );
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<TimeProvider>(app.Clock);
        builder.Services.AddSingleton<Backchannel>(provider => new OpenIdApp.TenantBackchannel(() => app._app.GetTestServer()));
        builder.Services.AddSamlSpDirectory(new StorageOptions { ConnectionString = "Data Source=linking.db" });
        builder
            .Services.AddAuthentication()
            .AddSamlSp(saml =>
            {
                saml.BaseUrl = Sandbox.Host;
                saml.Certificates.Directory = "certs";
            });
        builder.Services.AddSamlSpConsole();
        builder.Services.AddEntraSandbox(sandbox =>
        {
            sandbox.SigningCertificate = TestCertificates.Idp;
            sandbox.Clients.Add(
                new()
                {
                    ClientId = OpenIdApp.ClientId,
                    ClientSecret = OpenIdApp.ClientSecret,
                    RedirectUris = [Sandbox.Host + "/auth/oidc/callback"],
                }
            );
            sandbox.ServiceProviders.Add(new() { EntityId = Sandbox.Host + "/Saml2", AcsUrl = Sandbox.Host + "/Saml2/Acs" });
        });
        app._app = builder.Build();
        app._app.UseAuthentication();
        app._app.UseAuthorization();
        app._app.MapSamlSp();
        app._app.MapSamlSpConsole();
        app._app.MapEntraSandbox();
        await app._app.CheckSamlSpAsync();
        await app._app.StartAsync();
        return app;
    }

    /// <summary>What an owner enters to link the tenant by OpenID Connect.</summary>
    public OrganizationOptions OpenId(string secret = OpenIdApp.ClientSecret) =>
        new()
        {
            DisplayName = "Contoso",
            Domains = ["example.com"],
            PrimaryDomain = "example.com",
            TenantDomain = "contoso.onmicrosoft.com",
            Connection =
            {
                Protocol = ConnectionProtocol.OpenIdConnect,
                AuthorizationUrl = Tenant.AuthorizationUrl,
                TokenUrl = Tenant.TokenUrl,
                ClientId = OpenIdApp.ClientId,
                ClientSecret = secret,
            },
        };

    /// <summary>What an owner enters to link the tenant by SAML.</summary>
    public OrganizationOptions Saml() =>
        new()
        {
            DisplayName = "Contoso",
            Domains = ["example.com"],
            PrimaryDomain = "example.com",
            TenantDomain = "contoso.onmicrosoft.com",
            Connection = { Metadata = System.Text.Encoding.UTF8.GetString(Tenant.Metadata).TrimStart('\uFEFF') },
        };

    public Browser NewBrowser() => new(_app.GetTestServer().CreateHandler());

    /// <summary>A browser that has used a link which creates the organization.</summary>
    public async Task<(Browser Browser, Session Session)> FirstOwnerAsync(string name = "contoso")
    {
        var browser = NewBrowser();
        var page = await browser.GetAsync(await FirstOwnerLinkAsync());
        await browser.PostAsync(
            page.Form().Action,
            [.. page.Fields(page.Form()).Where(f => f.Name != "name"), ("name", name), ("way", "enter")]
        );
        return (browser, await OnlySessionAsync(name));
    }

    public async Task<Session> OnlySessionAsync(string organization) =>
        (await Sessions.ListAsync(new() { Organization = organization, NameId = "owner by link" }, default)).Single();

    /// <summary>Takes a trial sign-in as a user; returns its result.</summary>
    public async Task<TrialSignInRecord> TryAsync(
        Browser browser,
        Session session,
        OrganizationOptions settings,
        string user = "alice",
        params (string Name, string Value)[] fields
    )
    {
        var started = await Tests.StartAsync(session.Organization, settings, session, "/console/settings?tab=1", default);
        Assert.True(started.Started, string.Join("; ", started.Errors));
        await browser.PostAsync($"/sandbox/{Tenant.EntityId.Split('/')[3]}/signout");
        var answer = await browser.PickAsync(await browser.AskAsync(started.Url), user, fields);
        var back =
            answer.Status == System.Net.HttpStatusCode.SeeOther
                ? await browser.GetAsync(answer.Location)
                : await browser.PostAsync(answer.Form().Action, [.. answer.Fields(answer.Form())]);
        Assert.Equal("/console/settings?tab=1&test=" + started.Id, back.Location);
        return (await Tests.FindAsync(session.Organization, started.Id, default))!;
    }

    /// <summary>Makes a user a member of a group, as provisioning does.</summary>
    public Task ProvisionAsync(string userId, string groupObjectId) =>
        _app
            .Services.GetRequiredService<Store>()
            .WriteAsync(
                "contoso",
                actor: null,
                async scope =>
                {
                    var now = Clock.GetUtcNow();
                    scope.Add(
                        new ProvisionedGroupRow
                        {
                            Organization = scope.Organization,
                            Id = "group",
                            ExternalId = groupObjectId,
                            DisplayName = "Group",
                            Version = 1,
                            CreatedAt = now,
                            UpdatedAt = now,
                        }
                    );
                    scope.Add(
                        new ProvisionedMemberRow
                        {
                            Organization = scope.Organization,
                            GroupId = "group",
                            UserId = userId,
                        }
                    );
                    await scope.SaveAsync(default);
                    return true;
                },
                default
            );

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        SqliteConnection.ClearAllPools();
        System.IO.Directory.Delete(_folder, recursive: true);
    }
}
