using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using SamlSp.AspNetCore;
using SamlSp.Testing;

namespace SamlSp.EntraSandbox.Tests;

/// <summary>Users sign in and out by OpenID Connect, at the tenant.</summary>
public sealed class OpenIdConnectTests
{
    [Theory]
    [InlineData("alice", "alice@example.com", "member", "/", 24)]
    [InlineData("charlie", "charlie_altostrat.com@example.com", "entraGuest", "/guests", 8)]
    [InlineData("user", "user_hotmail.com@example.com", "externalGuest", "/guests", 8)]
    public async Task OpenIdSignIn_EachUserType_GetsNameIdOrgUnitAndLifetimeAsBySaml(
        string user,
        string nameId,
        string userType,
        string orgUnit,
        int hours
    )
    {
        await using var app = await OpenIdApp.StartAsync();
        foreach (var fields in new[] { Array.Empty<(string, string)>(), [("upn", "true"), ("acct", "true")] })
        {
            using var browser = app.NewBrowser();
            var back = await browser.SignInAsync(user, OpenIdBrowser.Start, fields);
            Assert.Equal((HttpStatusCode.SeeOther, "/there"), (back.Status, back.Location));
            var session = (await browser.SessionAsync())!.Value;
            Assert.Equal(
                (nameId, userType, orgUnit),
                (
                    session.GetProperty("nameId").GetString(),
                    session.GetProperty("userType").GetString(),
                    session.GetProperty("orgUnit").GetString()
                )
            );
            Assert.Equal(TestClock.Now.AddHours(hours), session.GetProperty("expiresAt").GetDateTimeOffset());
        }
    }

    [Fact]
    public async Task OpenIdSession_Guest_HasTheUserKeyAsBySaml()
    {
        await using var app = await OpenIdApp.StartAsync();
        using var browser = app.NewBrowser();
        await browser.SignInAsync("charlie");
        var charlie = app.Tenant.Users.Single(u => u.Id == "charlie");
        var sessions = await app
            .Services.GetRequiredService<ISessionStore>()
            .ListAsync(new() { Organization = "contoso", NameId = "charlie_altostrat.com@example.com" }, default);
        Assert.Equal(new(app.Tenant.EntityId.Split('/')[3], charlie.ObjectId), Assert.Single(sessions).Key);
    }

    [Fact]
    public async Task AuthorizationRequest_CodeFlow_HasProofKeyAndNonceAndNoSecret()
    {
        await using var app = await OpenIdApp.StartAsync();
        using var browser = app.NewBrowser();
        var url = (await browser.GetAsync(OpenIdBrowser.Start + "&login_hint=alice%40example.com")).Location;
        string Value(string name) => OpenIdBrowser.Parameter(url, name);
        Assert.StartsWith(app.Tenant.AuthorizationUrl, url, StringComparison.Ordinal);
        Assert.Equal(
            (
                OpenIdApp.ClientId,
                "code",
                "query",
                Sandbox.Host + "/auth/oidc/callback",
                "openid profile email",
                "S256",
                "alice@example.com"
            ),
            (
                Value("client_id"),
                Value("response_type"),
                Value("response_mode"),
                Value("redirect_uri"),
                Value("scope"),
                Value("code_challenge_method"),
                Value("login_hint")
            )
        );
        Assert.Equal((43, 43, 40), (Value("nonce").Length, Value("code_challenge").Length, Value("state").Length));
        Assert.DoesNotContain("secret", url, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("", Value("prompt"));
    }

    [Fact]
    public async Task OpenIdSignIn_SessionAtTheTenant_SignsInSilently()
    {
        await using var app = await OpenIdApp.StartAsync();
        using var browser = app.NewBrowser();
        await browser.SignInAsync();
        var again = await browser.AskAsync();
        Assert.Equal(HttpStatusCode.SeeOther, again.Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.GetAsync(again.Location)).Status);
    }

    [Fact]
    public async Task OpenIdSignIn_Reauthentication_IsRequestedAndProvenByAuthTime()
    {
        const string Anew = OpenIdBrowser.Start + "&reauthenticate=true";
        await using var app = await OpenIdApp.StartAsync();
        using var browser = app.NewBrowser();
        await browser.SignInAsync();
        var url = (await browser.GetAsync(Anew)).Location;
        Assert.Equal(("login", "0"), (OpenIdBrowser.Parameter(url, "prompt"), OpenIdBrowser.Parameter(url, "max_age")));

        Assert.Equal(HttpStatusCode.Forbidden, (await browser.SignInAsync("alice", Anew, ("age", "10"))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.SignInAsync("alice", Anew, ("auth_time", ""))).Status);
        Assert.Equal(["authn_too_old", "authn_time_missing"], app.Refusals.Select(r => r.Code));
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.SignInAsync("alice", Anew, ("age", "0"))).Status);
    }

    [Fact]
    public async Task OpenIdSession_Guest_CountsFromAuthTimeAndRequiresIt()
    {
        await using var app = await OpenIdApp.StartAsync();
        using var browser = app.NewBrowser();
        await browser.SignInAsync("charlie", OpenIdBrowser.Start, ("age", "60"));
        Assert.Equal(TestClock.Now.AddHours(7), (await browser.SessionAsync())!.Value.GetProperty("expiresAt").GetDateTimeOffset());

        // Too old, or without auth_time: no session, and one more round that asks for a new authentication.
        using var late = app.NewBrowser();
        var again = (await late.SignInAsync("charlie", OpenIdBrowser.Start, ("age", "540"))).Location;
        Assert.Equal(("login", "0"), (OpenIdBrowser.Parameter(again, "prompt"), OpenIdBrowser.Parameter(again, "max_age")));
        Assert.Null(await late.SessionAsync());
        using var silent = app.NewBrowser();
        again = (await silent.SignInAsync("charlie", OpenIdBrowser.Start, ("auth_time", ""))).Location;
        Assert.Equal("login", OpenIdBrowser.Parameter(again, "prompt"));
        Assert.Null(await silent.SessionAsync());

        using var member = app.NewBrowser();
        await member.SignInAsync("alice", OpenIdBrowser.Start, ("auth_time", ""));
        Assert.NotNull(await member.SessionAsync());
    }

    [Fact]
    public async Task OpenIdSignIn_MultiFactorPolicy_IsProvenByAmr()
    {
        await using var app = await OpenIdApp.StartAsync(o =>
            o.OrgUnits["/"] = new()
            {
                Session = new() { Reauthentication = Reauthentication.Required, Method = ReauthenticationMethod.MultiFactor },
            }
        );
        using var browser = app.NewBrowser();
        Assert.Equal("login", OpenIdBrowser.Parameter((await browser.SignInAsync()).Location, "prompt"));
        Assert.Null(await browser.SessionAsync());
        await browser.SignInAsync("alice", OpenIdBrowser.Start + "&reauthenticate=true");
        Assert.Equal("authn_method_insufficient", Assert.Single(app.Refusals).Code);
        await browser.SignInAsync("alice", OpenIdBrowser.Start + "&reauthenticate=true", ("mfa", "true"));
        Assert.NotNull(await browser.SessionAsync());
    }

    [Fact]
    public async Task OpenIdSignOut_ActiveSession_EndsItHereAndAtTheTenant()
    {
        await using var app = await OpenIdApp.StartAsync();
        using var browser = app.NewBrowser();
        await browser.SignInAsync();
        var away = await browser.GetAsync("/logout?ReturnUrl=/bye");
        Assert.StartsWith(
            $"{Sandbox.Host}/sandbox/{app.Tenant.EntityId.Split('/')[3]}/oauth2/v2.0/logout?",
            away.Location,
            StringComparison.Ordinal
        );
        Assert.Null(await browser.SessionAsync());

        // The tenant is told whom to sign out. To Entra, only its own login_hint would be a logout_hint.
        var hint = new Microsoft.IdentityModel.JsonWebTokens.JsonWebToken(OpenIdBrowser.Parameter(away.Location, "id_token_hint"));
        Assert.Equal("alice@example.com", hint.GetPayloadValue<string>("preferred_username"));
        Assert.Equal("", OpenIdBrowser.Parameter(away.Location, "logout_hint"));
        var back = await browser.GetAsync(away.Location);
        Assert.StartsWith(Sandbox.Host + "/auth/oidc/callback?state=", back.Location, StringComparison.Ordinal);
        Assert.Equal("/bye", (await browser.GetAsync(back.Location)).Location);
        Assert.Equal(HttpStatusCode.OK, (await browser.AskAsync()).Status);
    }

    [Fact]
    public async Task OpenIdKeys_UnknownKeyId_ReadsAtMostOnceInFiveMinutes()
    {
        await using var app = await OpenIdApp.StartAsync();
        app.Clock.Advance(TimeSpan.FromMinutes(6));
        app.Tenant.PublishNewKey();
        app.Tenant.ActivateNewestKey();
        app.Backchannel.Asked.Clear();
        using var browser = app.NewBrowser();
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.SignInAsync()).Status);
        Assert.Equal(["openid-configuration", "keys"], app.Backchannel.Asked);

        using var other = app.NewBrowser();
        Assert.Equal(HttpStatusCode.Forbidden, (await other.SignInAsync("alice", OpenIdBrowser.Start, ("attack", "kid-unknown"))).Status);
        Assert.Equal(2, app.Backchannel.Asked.Count);
    }

    [Theory]
    [InlineData("mistaken~value", null, "AADSTS7000215")]
    [InlineData(OpenIdApp.ClientSecret, -1, "AADSTS7000222")]
    public async Task ClientSecret_WrongOrExpired_IsNamedInTheLogWithoutItsValue(string secret, int? expiresInDays, string error)
    {
        await using var app = await OpenIdApp.StartAsync(
            o => o.Connection.ClientSecret = secret,
            registration: client => client with { SecretExpires = expiresInDays is { } days ? TestClock.Now.AddDays(days) : null }
        );
        using var browser = app.NewBrowser();
        var refused = await browser.SignInAsync();
        Assert.Equal(HttpStatusCode.Forbidden, refused.Status);
        Assert.DoesNotContain("AADSTS", refused.Text, StringComparison.Ordinal);
        var (code, reason) = Assert.Single(app.Refusals);
        Assert.Equal("token_request_failed", code);
        Assert.Contains(error, reason, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(31, HealthStatus.Healthy)]
    [InlineData(30, HealthStatus.Degraded)]
    [InlineData(-1, HealthStatus.Degraded)]
    public async Task ClientSecretHealth_ExpiryWithinThirtyDays_IsDegraded(int days, HealthStatus status)
    {
        await using var app = await OpenIdApp.StartAsync(o =>
            o.Connection.ClientSecretExpires = DateOnly.FromDateTime(TestClock.Now.UtcDateTime).AddDays(days)
        );
        var report = await app.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(r => r.Name == "client-secrets");
        Assert.Equal(status, report.Status);
    }

    [Fact]
    public async Task OpenIdConnection_Disabled_StartsAndAcceptsNothing()
    {
        await using var app = await OpenIdApp.StartAsync(o => o.Connection.Enabled = false);
        using var browser = app.NewBrowser();
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.GetAsync(OpenIdBrowser.Start)).Status);
        Assert.Equal("connection_disabled", Assert.Single(app.Refusals).Code);

        var organization = app.Services.GetRequiredService<IOrganizationRegistry>().All.Single();
        organization.Options.Connection.Enabled = true;
        var answer = await browser.AnswerAsync();
        organization.Options.Connection.Enabled = false;
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.GetAsync(answer)).Status);
        Assert.Equal(["connection_disabled", "connection_disabled"], app.Refusals.Select(r => r.Code));
    }

    [Fact]
    public async Task OpenIdStart_TenantDown_UsesLastKnownGoodMetadata()
    {
        var kept = new InMemoryMetadataStore();
        await using (var first = await OpenIdApp.StartAsync(store: kept))
        {
            Assert.NotEmpty(first.Backchannel.Asked);
        }

        await using var app = await OpenIdApp.StartAsync(store: kept, isTenantDown: true);
        app.Backchannel.IsDown = false;
        using var browser = app.NewBrowser();
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.SignInAsync()).Status);
    }

    [Fact]
    public async Task OpenIdStart_TenantDown_IsReadAgainSoonerThanInAnHour()
    {
        var kept = new InMemoryMetadataStore();
        await using (await OpenIdApp.StartAsync(store: kept)) { }

        await using var app = await OpenIdApp.StartAsync(store: kept, isTenantDown: true);
        Assert.Equal("contoso: using the keys read at", (await MetadataHealthAsync(app))?[..31]);
        app.Backchannel.IsDown = false;
        app.Clock.Advance(TimeSpan.FromMinutes(6));
        await app.Services.GetRequiredService<OpenIdRefresher>().RefreshDueAsync(default);
        Assert.Null(await MetadataHealthAsync(app));
    }

    [Fact]
    public async Task OpenIdStart_TenantNeverRead_StartsDegradedAndReadsItLater()
    {
        await using var app = await OpenIdApp.StartAsync(isTenantDown: true);
        Assert.StartsWith(
            "contoso: no user can sign in, the identity provider was never read: Connection:AuthorizationUrl: cannot read",
            await MetadataHealthAsync(app),
            StringComparison.Ordinal
        );
        using var browser = app.NewBrowser();
        var start = await browser.GetAsync("/Saml2/SignIn?organization=contoso");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, start.Status);
        Assert.Equal("connection_unavailable", Assert.Single(app.Refusals).Code);

        app.Backchannel.IsDown = false;
        app.Clock.Advance(MetadataRefresher.RetryUnread);
        await app.Services.GetRequiredService<OpenIdRefresher>().RefreshDueAsync(default);
        Assert.Null(await MetadataHealthAsync(app));
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.SignInAsync()).Status);
    }

    private static async Task<string?> MetadataHealthAsync(OpenIdApp app) =>
        (await app.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(check => check.Name == "metadata"))
            .Entries["metadata"]
            .Description;
}
