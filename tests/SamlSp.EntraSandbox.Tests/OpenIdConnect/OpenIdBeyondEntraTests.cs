using System.Net;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using SamlSp.AspNetCore;
using SamlSp.Claims;

namespace SamlSp.EntraSandbox.Tests;

/// <summary>What OpenID Connect identity providers other than Entra need.</summary>
public sealed class OpenIdBeyondEntraTests
{
    /// <summary>The session of the last sign-in.</summary>
    private Session? _session;

    [Fact]
    public async Task KeyClaimNameId_ByOpenIdConnect_IsTheSubject()
    {
        await using var app = await StartAsync(organization => organization.KeyClaim = "NameID");
        using var browser = app.NewBrowser();
        await browser.SignInAsync();
        Assert.Equal(_session!.AssertedNameId.Value, _session.Key.ObjectId);
    }

    [Fact]
    public async Task NameIdFallback_ByOpenIdConnect_IsTheSubject()
    {
        await using var app = await StartAsync(organization =>
        {
            organization.NameId.Conditions =
            [
                new()
                {
                    UserType = "externalGuests",
                    Source = "attribute",
                    Attribute = "user.mail",
                },
            ];
            organization.NameId.Fallback = NameIdFallback.AssertedNameId;
        });
        using var browser = app.NewBrowser();
        await browser.SignInAsync();
        Assert.Equal(_session!.AssertedNameId.Value, _session.NameId);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Request_UsePkceAndUseMaxAge_DecideWhatItHas(bool used)
    {
        await using var app = await StartAsync(organization =>
            (organization.Connection.UsePkce, organization.Connection.UseMaxAge) = (used, used)
        );
        using var browser = app.NewBrowser();
        const string Start = OpenIdBrowser.Start + "&reauthenticate=true";
        var request = (await browser.GetAsync(Start)).Location;
        Assert.Equal(used ? "S256" : "", OpenIdBrowser.Parameter(request, "code_challenge_method"));
        Assert.Equal(used, OpenIdBrowser.Parameter(request, "code_challenge").Length > 0);
        Assert.Equal(used ? "0" : "", OpenIdBrowser.Parameter(request, "max_age"));
        Assert.Equal("login", OpenIdBrowser.Parameter(request, "prompt"));

        // The sign-in is proven all the same, and is as new as it has to be.
        var sent = new List<string>();
        app.Backchannel.Change = form =>
        {
            sent.AddRange(form.Keys);
            return form;
        };
        Assert.Equal("/there", (await browser.SignInAsync("charlie", Start)).Location);
        Assert.Equal(used, sent.Contains("code_verifier"));
        using var stale = app.NewBrowser();
        Assert.Equal(HttpStatusCode.Forbidden, (await stale.SignInAsync("charlie", Start, ("age", "60"))).Status);
        Assert.Equal("authn_too_old", app.Refusals.Last().Code);
    }

    [Theory]
    [InlineData("invalid_request", "max_age+0+is+not+supported", "It says: 'max_age 0 is not supported'.", true)]
    [InlineData("invalid_scope", "unknown%0Ascope", "It says: 'unknown scope'.", false)]
    [InlineData("invalid_request", "token+eyJhbGciOiJSUzI1NiIsImtpZCI6IjEyMzQ1Njc4OTAifQ+end", "It says: 'token (…) end'.", true)]
    [InlineData("invalid_request", "AADSTS900144%3A+missing", "Entra says AADSTS900144", false)]
    public async Task OpenIdError_Description_IsLoggedWithWhatToLookAt(string error, string description, string logged, bool hints)
    {
        await using var app = await StartAsync();
        using var browser = app.NewBrowser();
        var state = OpenIdBrowser.Parameter((await browser.GetAsync(OpenIdBrowser.Start + "&reauthenticate=true")).Location, "state");
        var refused = await browser.GetAsync($"/auth/oidc/callback?error={error}&error_description={description}&state={state}");
        Assert.Equal(HttpStatusCode.Forbidden, refused.Status);
        var reason = app.Refusals.Last().Reason;
        Assert.Contains(logged, reason, StringComparison.Ordinal);
        Assert.Equal(hints, reason.Contains("set Connection:UsePkce to false", StringComparison.Ordinal));
        Assert.Equal(hints, reason.Contains("set Connection:UseMaxAge to false", StringComparison.Ordinal));
        Assert.DoesNotContain('\n', reason);
    }

    [Fact]
    public async Task SignOut_BackFromTheIdentityProvider_SaysNoMoreThanItKnows()
    {
        await using var app = await StartAsync();
        using var browser = app.NewBrowser();
        await browser.SignInAsync();
        var away = (await browser.GetAsync("/logout")).Location;

        // "No, stay signed in" at the identity provider leads back by the same address.
        var back = await browser.GetAsync("/auth/oidc/callback?state=" + OpenIdBrowser.Parameter(away, "state"));
        Assert.Contains("does not say whether you are signed out there as well", back.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("confirmed", back.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task IdToken_InTheSession_IsEncryptedAndNoClaimOfTheUser()
    {
        await using var app = await StartAsync();
        using var browser = app.NewBrowser();
        await browser.SignInAsync();
        var session = _session!;
        var kept = Assert.Single(session.Claims[LogoutHints.Claim]);
        Assert.DoesNotContain("eyJ", kept, StringComparison.Ordinal);
        var hints = app.Services.GetRequiredService<LogoutHints>();
        Assert.StartsWith("eyJ", hints.IdToken(session)!, StringComparison.Ordinal);
        Assert.DoesNotContain(SessionPrincipal.Create(session).Claims, claim => claim.Type == LogoutHints.Claim);

        // Keys that are gone, and a claim of that name from elsewhere, give none.
        Assert.Null(new LogoutHints(new EphemeralDataProtectionProvider()).IdToken(session));
        Assert.Null(hints.Protect(new string('x', 6001)));
    }

    [Theory]
    [InlineData("https://login.microsoftonline.com/3b1c7e52-90a4-4c1d-8f57-2d6b0e9a4f11/v2.0", "login_hint", "O.CiQ")]
    [InlineData("https://login.microsoftonline.com/3b1c7e52-90a4-4c1d-8f57-2d6b0e9a4f11/v2.0", "preferred_username", null)]
    [InlineData("https://op.example.com", "preferred_username", "alice")]
    [InlineData("https://op.example.com", "email", "alice@example.com")]
    [InlineData("https://op.example.com", "other", null)]
    public async Task LogoutHint_ClaimOfTheUser_IsWhatTheIdentityProviderTakes(string issuer, string claim, string? expected)
    {
        await using var app = await StartAsync();
        using var browser = app.NewBrowser();
        await browser.SignInAsync();
        var session = _session! with
        {
            Issuer = issuer,
            Claims = new Dictionary<string, IReadOnlyList<string>> { [claim] = [expected ?? "alice"] },
        };
        Assert.Equal(expected, LogoutHints.LogoutHint(session));
    }

    private Task<OpenIdApp> StartAsync(Action<OrganizationOptions>? configure = null) =>
        OpenIdApp.StartAsync(
            configure,
            options: saml =>
                saml.Events = new SamlSpEvents
                {
                    OnSignedIn = context =>
                    {
                        _session = context.Session;
                        return Task.CompletedTask;
                    },
                }
        );
}
