using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SamlSp.Testing;

namespace SamlSp.AspNetCore.Tests;

/// <summary>Settings that change while the application runs.</summary>
public sealed class SettingsReloadTests : IAsyncLifetime, IDisposable
{
    private readonly Settings _settings = new(
        new()
        {
            ["SamlSp:BaseUrl"] = TestSp.BaseUrl,
            ["SamlSp:Organizations:contoso:DisplayName"] = "Contoso",
            ["SamlSp:Organizations:contoso:Domains:0"] = TestTenant.PrimaryDomain,
            ["SamlSp:Organizations:contoso:PrimaryDomain"] = TestTenant.PrimaryDomain,
            ["SamlSp:Organizations:contoso:TenantDomain"] = TestTenant.Domain,
        }
    );

    private readonly LogCollector _log = new();
    private readonly MutableTimeProvider _clock = TestClock.Create();
    private WebApplication _app = null!;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders().AddProvider(_log);
        builder.Configuration.Sources.Add(_settings);
        builder.Services.AddSingleton<TimeProvider>(_clock);
        builder.Services.AddSingleton(TestApp.Metadata);
        builder.Services.AddAuthorization();
        builder.Services.AddAuthentication().AddSamlSp(builder.Configuration.GetSection("SamlSp"));
        _app = builder.Build();
        _app.UseAuthentication();
        _app.UseAuthorization();
        _app.MapSamlSp();
        _app.MapGet("/protected", () => "in").RequireAuthorization();
        await _app.StartAsync();
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    public void Dispose() => _log.Dispose();

    private SamlSpScheme Scheme => _app.Services.GetRequiredService<SamlSpSchemes>().Default;

    [Fact]
    public async Task Settings_ChangedClockSkew_IsInUse()
    {
        await ChangeAsync(("SamlSp:ClockSkew", "00:00:30"), ("SamlSp:Session:MaximumLifetime", "02:00:00"));
        Assert.Equal(TimeSpan.FromSeconds(30), Scheme.Options.ClockSkew);
        Assert.Contains(
            "The settings in use have changed: SamlSp:ClockSkew, SamlSp:Session:MaximumLifetime",
            _log.Text,
            StringComparison.Ordinal
        );
        await AssertNextSessionEndsAsync("2026-11-22T07:59:00Z");
    }

    [Fact]
    public async Task Settings_OneMistakeAmongThem_ChangeNothing()
    {
        await ChangeAsync(("SamlSp:ClockSkew", "00:00:30"), ("SamlSp:Session:MaximumLifetime", "forever"));
        Assert.Equal(TimeSpan.FromMinutes(3), Scheme.Options.ClockSkew);
        Assert.Contains(
            "All settings stay as they were: SamlSp:Session:MaximumLifetime: 'forever' is not a duration",
            _log.Text,
            StringComparison.Ordinal
        );
        await ChangeAsync(("SamlSp:Session:MaximumLifetime", "02:00:00"));
        Assert.Equal(TimeSpan.FromSeconds(30), Scheme.Options.ClockSkew);
    }

    [Fact]
    public async Task Settings_ThatNeedARestart_AreNamedOnceAndStay()
    {
        await ChangeAsync(("SamlSp:BaseUrl", "https://other.example.com"), ("SamlSp:EntityId", "urn:other"));
        Assert.Equal(TestSp.BaseUrl, Scheme.Options.BaseUrl);
        Assert.Equal(TestSp.EntityId, Scheme.Options.EntityId);
        await ReloadAsync();
        await ChangeAsync(("SamlSp:ClockSkew", "00:00:30"));
        Assert.Equal(TestSp.BaseUrl, Scheme.Options.BaseUrl);
        Assert.Single(
            _log.Lines,
            line => line.Contains("take effect at the next start: SamlSp:BaseUrl, SamlSp:EntityId", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Organization_ChangedPolicy_CountsForTheNextSignIn()
    {
        var before = Scheme.Registry.All.Single();
        await ChangeAsync(
            ("SamlSp:Organizations:contoso:OrgUnits:/:Session:Reauthentication", "Required"),
            ("SamlSp:Organizations:contoso:OrgUnits:/:Session:Frequency", "01:00:00")
        );
        var after = Scheme.Registry.All.Single();
        Assert.NotSame(before, after);
        Assert.Same(before.IdentityProvider!.Metadata, after.IdentityProvider!.Metadata);
        await AssertNextSessionEndsAsync("2026-11-22T06:59:00Z");
    }

    [Fact]
    public async Task Organization_AddedAndRemoved_IsKnownAndForgotten()
    {
        var contoso = Scheme.Registry.All.Single();
        await ChangeAsync(("SamlSp:Organizations:fabrikam:DisplayName", "Fabrikam"));
        Assert.Equal(["contoso", "fabrikam"], Scheme.Registry.All.Select(o => o.Name));
        Assert.Same(contoso, Scheme.Registry.All.First());
        using (var start = await Browser().GetAsync("/Saml2/SignIn?organization=fabrikam"))
        {
            Assert.Equal(HttpStatusCode.Redirect, start.StatusCode);
        }

        await ChangeAsync(("SamlSp:Organizations:fabrikam:DisplayName", null));
        Assert.Same(contoso, Scheme.Registry.All.Single());
        using var gone = await Browser().GetAsync("/Saml2/SignIn?organization=fabrikam");
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task Organization_WhoseMetadataCannotBeRead_ChangesNothing()
    {
        await ChangeAsync(
            ("SamlSp:Organizations:unreadable:DisplayName", "Unreadable"),
            ("SamlSp:Organizations:contoso:DisplayName", "Contoso Ltd")
        );
        Assert.Equal("Contoso", Scheme.Registry.All.Single().DisplayName);
        Assert.Contains("All settings stay as they were: SamlSp:Organizations:unreadable:Connection:", _log.Text, StringComparison.Ordinal);
        await ChangeAsync(("SamlSp:Organizations:unreadable:DisplayName", null));
        Assert.Equal("Contoso Ltd", Scheme.Registry.All.Single().DisplayName);
    }

    /// <summary>What a start asks of an organization, a change is asked for as well.</summary>
    [Theory]
    [InlineData("MetadataSigningCertificates:0", "nowhere.pem", "is neither a PEM certificate nor a file with a certificate")]
    [InlineData("SignRequests", "true", "there is no key to sign with")]
    public async Task Organization_ThatNoStartWouldTake_ChangesNothing(string key, string value, string why)
    {
        var before = Scheme.Registry.All.Single();
        await ChangeAsync(("SamlSp:Organizations:contoso:Connection:" + key, value));
        Assert.Same(before, Scheme.Registry.All.Single());
        Assert.Contains(
            $"All settings stay as they were: SamlSp:Organizations:contoso:Connection:{key}: {why}",
            _log.Text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task SignInScheme_ThatThereIsNot_ChangesNothing()
    {
        await ChangeAsync(("SamlSp:SignInScheme", "Nowhere"), ("SamlSp:ClockSkew", "00:00:30"));
        Assert.Equal(TimeSpan.FromMinutes(3), Scheme.Options.ClockSkew);
        Assert.Contains(
            "All settings stay as they were: SamlSp:SignInScheme: there is no authentication scheme Nowhere",
            _log.Text,
            StringComparison.Ordinal
        );
        await ChangeAsync(("SamlSp:SignInScheme", null));
        Assert.Equal(TimeSpan.FromSeconds(30), Scheme.Options.ClockSkew);
    }

    [Theory]
    [InlineData("fabrikam", "has this identity provider already")]
    [InlineData("other", "is a domain of zeta")]
    public async Task Organization_WithWhatOneOfTheStoreHas_IsRefused(string metadataOf, string why)
    {
        var settings = new OrganizationOptions { Domains = ["fabrikam.example"] };
        var builder = _app.Services.GetRequiredService<OrganizationBuilder>();
        var (zeta, _) = await builder.ReadAsync("fabrikam", settings, known: null, saved: false, default);
        Scheme.Registry.Put(new("zeta", settings, zeta!.Resolver, zeta.IdentityProvider, openIdProvider: null));
        await ChangeAsync(
            metadataOf == "fabrikam"
                ? ("SamlSp:Organizations:fabrikam:DisplayName", "Fabrikam")
                : ("SamlSp:Organizations:contoso:Domains:1", "fabrikam.example")
        );
        Assert.Contains(why, _log.Text, StringComparison.Ordinal);
        Assert.Equal(["contoso", "zeta"], Scheme.Registry.All.Select(o => o.Name));
    }

    [Fact]
    public async Task Organizations_AllGone_AreKept()
    {
        await ChangeAsync([
            ("SamlSp:Organizations:contoso:DisplayName", null),
            ("SamlSp:Organizations:contoso:Domains:0", null),
            ("SamlSp:Organizations:contoso:PrimaryDomain", null),
            ("SamlSp:Organizations:contoso:TenantDomain", null),
        ]);
        Assert.Equal("Contoso", Scheme.Registry.All.Single().DisplayName);
        Assert.Contains("all organizations are gone", _log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_ChangedInTheirSource_AreTakenOverWithinSeconds()
    {
        _settings.Set("SamlSp:ClockSkew", "00:00:30");
        _settings.Announce();
        for (var i = 0; i < 500 && Scheme.Options.ClockSkew != TimeSpan.FromSeconds(30); i++)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(250));
            await Task.Delay(20);
        }

        Assert.True(Scheme.Options.ClockSkew == TimeSpan.FromSeconds(30), _log.Text);
    }

    private async Task AssertNextSessionEndsAsync(string at)
    {
        var browser = Browser();
        await browser.SignInAsync(idp => idp.Member());
        Assert.Contains(
            at,
            await (await browser.GetAsync("/session", "application/json")).Content.ReadAsStringAsync(),
            StringComparison.Ordinal
        );
    }

    private async Task ChangeAsync(params (string Key, string? Value)[] changes)
    {
        foreach (var (key, value) in changes)
        {
            _settings.Set(key, value);
        }

        await ReloadAsync();
    }

    private Task ReloadAsync() => _app.Services.GetRequiredService<SettingsReloader>().ReloadAsync(CancellationToken.None);

    private TestBrowser Browser() => new(_app.GetTestServer(), _clock);

    /// <summary>A source whose keys can be set and taken away.</summary>
    private sealed class Settings(Dictionary<string, string?> values) : ConfigurationProvider, IConfigurationSource
    {
        public override void Load() => Data = new Dictionary<string, string?>(values, StringComparer.OrdinalIgnoreCase);

        public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

        public override void Set(string key, string? value)
        {
            if (value is null)
            {
                Data.Remove(key);
            }
            else
            {
                Data[key] = value;
            }
        }

        public void Announce() => OnReload();
    }
}
