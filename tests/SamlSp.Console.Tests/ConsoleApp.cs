using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SamlSp.AspNetCore;
using SamlSp.Directory;
using SamlSp.Testing;

namespace SamlSp.Console.Tests;

/// <summary>
/// The console over stores on SQLite, with two organizations, Contoso and Fabrikam, on a clock that tests move. Groups give the roles.
/// </summary>
public sealed class ConsoleApp : IAsyncLifetime
{
    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("samlsp-console-").FullName;
    private WebApplication? _app;

    /// <summary>Contoso's terms of service.</summary>
    internal TermsOptions? Terms { get; init; }

    /// <summary>The name of the authentication scheme.</summary>
    internal string Scheme { get; init; } = SamlSpDefaults.AuthenticationScheme;

    /// <summary>Puts other services in place.</summary>
    internal Action<IServiceCollection>? Configure { get; init; }

    internal MutableTimeProvider Clock { get; } = TestClock.Create();

    internal IServiceProvider Services => _app!.Services;

    internal ISessionStore Sessions => Services.GetRequiredService<ISessionStore>();

    internal IAuditTrail Audit => Services.GetRequiredService<IAuditTrail>();

    /// <summary>The group whose members have a role.</summary>
    public static string Group(string role) =>
        role switch
        {
            ConsoleRoles.Owner => "00000000-0000-0000-0000-00000000000a",
            ConsoleRoles.Administrator => "00000000-0000-0000-0000-00000000000b",
            _ => "00000000-0000-0000-0000-00000000000c",
        };

    /// <inheritdoc />
    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production", ContentRootPath = _folder });
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<TimeProvider>(Clock);
        builder.Services.AddSingleton<IIdentityProviderMetadataSource, Metadata>();
        builder.Services.AddSamlSpFaultPage();
        builder.Services.AddSamlSpDirectory(new StorageOptions { ConnectionString = "Data Source=console.db" });
        builder.Services.AddAuthorization();
        builder
            .Services.AddAuthentication()
            .AddSamlSp(
                Scheme,
                options =>
                {
                    options.BaseUrl = TestSp.BaseUrl;
                    options.Certificates.Directory = Path.Combine(_folder, "certs");
                    options.Organizations["contoso"] = Organization("Contoso", TestTenant.PrimaryDomain);
                    options.Organizations["contoso"].Terms = Terms;
                    options.Organizations["fabrikam"] = Organization("Fabrikam", "fabrikam.example");
                }
            );
        builder.Services.AddSamlSpConsole();
        Configure?.Invoke(builder.Services);
        _app = builder.Build();
        _app.UseSamlSpSecurityHeaders();
        _app.UseExceptionHandler(_ => { });
        _app.UseAuthentication();
        _app.UseSamlSpTerms();
        _app.UseAuthorization();
        _app.MapSamlSp();
        _app.MapSamlSpConsole();
        _app.MapGet("/for-programs", () => "ok")
            .RequireAuthorization(new AuthorizeAttribute { AuthenticationSchemes = SamlSpDefaults.BearerScheme });
        await _app.StartAsync();
    }

    /// <inheritdoc />
    public async Task DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        SqliteConnection.ClearAllPools();
        System.IO.Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Gives a session to another user, in the store and in memory.</summary>
    internal async Task ChangeSessionAsync(string reference, string userId)
    {
        await using var store = new SqliteConnection($"Data Source={Path.Combine(_folder, "console.db")};Pooling=False");
        await store.OpenAsync();
        await using var command = store.CreateCommand();
        command.CommandText = "UPDATE sessions SET user_id = $user WHERE reference = $reference";
        command.Parameters.AddWithValue("$user", userId);
        command.Parameters.AddWithValue("$reference", reference);
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
        Services.GetRequiredService<SessionCache>().Clear();
    }

    internal ConsoleBrowser Browser() => new(_app!.GetTestServer(), Clock);

    /// <summary>A browser in which a user with a role has signed in; without a role for <c>none</c>.</summary>
    internal Task<ConsoleBrowser> BrowserAsync(string role, string organization = "contoso") =>
        BrowserAsync(idp => idp.Member(role), role, organization);

    internal async Task<ConsoleBrowser> BrowserAsync(Func<TestIdp, TestIdp> who, string role = "none", string organization = "contoso")
    {
        var browser = Browser();
        await browser.SignInAsync(
            idp =>
                who(organization == "contoso" ? idp : idp.Tenant(TestTenant.HomeId).SignWith(TestCertificates.IdpNext))
                    .InGroups(ConsoleRoles.All.Contains(role) ? [Group(role)] : []),
            organization
        );
        return browser;
    }

    /// <summary>
    /// An organization that is in the store, so that it can be changed: Woodgrove. A browser in which a user with a role has signed in
    /// there.
    /// </summary>
    internal async Task<ConsoleBrowser> StoredAsync(string role)
    {
        var directory = Services.GetRequiredService<IOrganizationDirectory>();
        if (await directory.FindAsync("woodgrove", default) is null)
        {
            var options = Organization("Woodgrove", "woodgrove.example");
            options.Connection.Metadata = WoodgroveMetadata.ToXml();
            var result = await directory.CreateAsync("woodgrove", options, "tests", default);
            Assert.True(result.Saved, string.Join("; ", result.Errors));
        }

        var browser = Browser();
        await browser.SignInAsync(idp => OfWoodgrove(idp, role), "woodgrove");
        return browser;
    }

    /// <summary>A user of Woodgrove's tenant.</summary>
    internal static TestIdp OfWoodgrove(TestIdp idp, string role) =>
        idp.Tenant(WoodgroveTenant).SignWith(TestCertificates.IdpNext).Member(role).InGroups(Group(role));

    internal static TestMetadata WoodgroveMetadata =>
        new()
        {
            EntityId = $"https://sts.windows.net/{WoodgroveTenant}/",
            Certificates = [TestCertificates.IdpNext],
            SignedBy = TestCertificates.IdpNext,
        };

    private const string WoodgroveTenant = "5e0d9f1c-72b4-4c6e-8a13-9d27c4b1f003";

    private static OrganizationOptions Organization(string name, string domain)
    {
        var options = new OrganizationOptions
        {
            DisplayName = name,
            Domains = [domain],
            PrimaryDomain = domain,
            TenantDomain = name.ToLowerInvariant() + ".onmicrosoft.com",
        };
        foreach (var role in ConsoleRoles.All)
        {
            options.Roles[role] = [Group(role)];
        }

        return options;
    }

    private sealed class Metadata : IIdentityProviderMetadataSource
    {
        public byte[]? Find(string organization) =>
            organization switch
            {
                "contoso" => new TestMetadata().ToBytes(),
                "fabrikam" => new TestMetadata
                {
                    EntityId = TestTenant.HomeIssuer,
                    Certificates = [TestCertificates.IdpNext],
                    SignedBy = TestCertificates.IdpNext,
                }.ToBytes(),
                _ => null,
            };
    }
}
