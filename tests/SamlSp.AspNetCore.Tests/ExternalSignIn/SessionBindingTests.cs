using System.Net;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using SamlSp.Testing;

namespace SamlSp.AspNetCore.Tests;

/// <summary>A cookie of the application that is held to the session it came from.</summary>
public sealed class SessionBindingTests : IDisposable
{
    private const string OwnCookie = ".AspNetCore." + ExternalApp.Own;

    private readonly string _keys = System.IO.Directory.CreateTempSubdirectory("samlsp-binding").FullName;

    public void Dispose() => System.IO.Directory.Delete(_keys, recursive: true);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Cookie_AfterTheGuestsEnd_IsOutIfItIsBound(bool isBound)
    {
        await using var app = await ExternalApp.StartAsync(isBound);
        var browser = await SignInAsync(app, idp => idp.EntraGuest());
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(browser));

        app.Clock.Advance(TimeSpan.FromHours(7.9));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(browser));
        app.Clock.Advance(TimeSpan.FromHours(0.1));
        Assert.Equal(isBound ? HttpStatusCode.Redirect : HttpStatusCode.OK, await StatusAsync(browser));
        Assert.Equal(!isBound, browser.Cookies.ContainsKey(OwnCookie));

        // The next sign-in asks for a new authentication, also in another request.
        var (_, _, request) = await browser.StartAsync("/external/Saml2?page=1");
        Assert.Equal("true", request.Attribute("ForceAuthn")?.Value);
    }

    [Theory]
    [InlineData(SessionEndCause.Revoked)]
    [InlineData(SessionEndCause.UserGone)]
    [InlineData(SessionEndCause.LogoutByIdentityProvider)]
    public async Task Cookie_OfASessionThatWasEnded_IsOutAtTheNextRequest(SessionEndCause cause)
    {
        await using var app = await ExternalApp.StartAsync();
        var (ended, other) = (await SignInAsync(app, idp => idp.Member()), await SignInAsync(app, idp => idp.EntraGuest()));
        var session = (await app.Sessions.ListAsync(new() { Organization = "contoso", NameId = "alice@example.com" }, default)).Single();
        await app.Sessions.EndAsync(new() { Organization = "contoso", Id = session.Id }, cause, default);

        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(ended));
        Assert.False(ended.Cookies.ContainsKey(OwnCookie));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(other));

        // After a revocation the user proves again who it is.
        var (_, _, request) = await ended.StartAsync("/external/Saml2?page=1");
        Assert.Equal(cause == SessionEndCause.Revoked ? "true" : null, request.Attribute("ForceAuthn")?.Value);
    }

    [Fact]
    public async Task Cookie_OfASignInByPassword_IsLeftAlone()
    {
        await using var app = await ExternalApp.StartAsync();
        var browser = app.Browser();
        await browser.GetAsync("/password/carol");
        app.Clock.Advance(TimeSpan.FromDays(13));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(browser));
    }

    [Fact]
    public async Task Cookie_OfASignInByPasswordWithAnExternalCookieLeftOver_IsLeftAlone()
    {
        await using var app = await ExternalApp.StartAsync();
        var browser = app.Browser();
        await ExternalApp.SignInAsync(browser, app.Clock, idp => idp.EntraGuest());
        await browser.GetAsync("/password/carol");
        app.Clock.Advance(TimeSpan.FromHours(9));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(browser));
    }

    [Theory]
    [InlineData("Saml2")]
    [InlineData("Saml2.contoso")]
    public async Task Cookie_IssuedAfterASecondFactor_IsBoundByTheProvidersName(string provider)
    {
        await using var app = await ExternalApp.StartAsync(services: s =>
            s.AddAuthentication().AddSamlSpOrganizationScheme("contoso", "Contoso")
        );
        var browser = app.Browser();
        await ExternalApp.SignInAsync(browser, app.Clock, idp => idp.EntraGuest());
        await browser.GetAsync("/second-factor/charlie/" + provider);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(browser));
        app.Clock.Advance(TimeSpan.FromHours(8));
        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(browser));
    }

    [Fact]
    public async Task Cookie_OfOurProviderWithoutAnExternalCookie_IsOutAtOnce()
    {
        await using var app = await ExternalApp.StartAsync();
        var browser = app.Browser();
        await browser.GetAsync("/second-factor/charlie/Saml2");
        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(browser));
        Assert.Contains("there is no session to bind it to", app.Log.Text, StringComparison.Ordinal);

        // A provider of others is none of ours.
        await browser.GetAsync("/second-factor/charlie/Google");
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(browser));
    }

    [Fact]
    public async Task Cookie_IssuedAnewForTheSameUser_KeepsItsSession()
    {
        await using var app = await ExternalApp.StartAsync();
        var browser = await SignInAsync(app, idp => idp.EntraGuest(), "charlie");
        browser.Cookies.Remove(".AspNetCore." + ExternalApp.External);
        await browser.GetAsync("/password/charlie");
        app.Clock.Advance(TimeSpan.FromHours(8));
        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(browser));
    }

    [Fact]
    public async Task Session_OfACookieThatAnotherUserReplaces_Ends()
    {
        await using var app = await ExternalApp.StartAsync();
        var browser = await SignInAsync(app, idp => idp.EntraGuest(), "charlie");
        Assert.Single(await SessionsAsync(app));
        await browser.GetAsync("/password/carol");
        Assert.Empty(await SessionsAsync(app));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(browser));
    }

    [Fact]
    public async Task Session_OfASecondExternalSignIn_LeavesTheCookieInUntilItIsReplaced()
    {
        await using var app = await ExternalApp.StartAsync();
        var browser = await SignInAsync(app, idp => idp.EntraGuest());

        // As Identity's page for linking a login does: the application's own cookie stays as it is.
        using var callback = await ExternalApp.SignInAsync(browser, app.Clock, idp => idp.Member());
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(browser));

        // A sign-in with it replaces the first session.
        await browser.GetAsync("/accept/alice");
        Assert.Equal("alice@example.com", Assert.Single(await SessionsAsync(app)).NameId);
    }

    [Fact]
    public async Task SignOut_OfTheCookie_EndsItsSession()
    {
        await using var app = await ExternalApp.StartAsync();
        var browser = await SignInAsync(app, idp => idp.Member());
        Assert.Single(await SessionsAsync(app));
        await browser.GetAsync("/leave");
        Assert.Empty(await SessionsAsync(app));
        Assert.False(browser.Cookies.ContainsKey(OwnCookie));
        Assert.False(browser.Cookies.ContainsKey(TestBrowser.SessionCookie));
    }

    [Theory]
    [InlineData("/Saml2/Logout")]
    [InlineData("/logout")]
    [InlineData("/leave/everywhere")]
    public async Task SignOut_OfTheScheme_DeletesTheCookieAndAsksTheIdentityProvider(string path)
    {
        await using var app = await ExternalApp.StartAsync(configure: saml => saml.Certificates.Directory = _keys);
        var browser = await SignInAsync(app, idp => idp.Member());
        using var answer = await browser.GetAsync(path);
        Assert.StartsWith(TestTenant.SignOnUrl, answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.False(browser.Cookies.ContainsKey(OwnCookie));
        Assert.Empty(await SessionsAsync(app));
    }

    [Fact]
    public async Task SignOut_OfTheScheme_LeavesTheCookieOfAPasswordAlone()
    {
        await using var app = await ExternalApp.StartAsync();
        var browser = app.Browser();
        await browser.GetAsync("/password/carol");
        await browser.GetAsync("/logout");
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(browser));
    }

    [Fact]
    public async Task Request_WithABoundCookie_HasTheSessionAndItsEnd()
    {
        await using var app = await ExternalApp.StartAsync();
        var browser = await SignInAsync(app, idp => idp.EntraGuest(), "charlie");
        using var answer = await browser.GetAsync("/own");
        var end = Assert.Single(await SessionsAsync(app)).ExpiresAt;
        Assert.Equal($"charlie {end:u} charlie_altostrat.com@example.com tied", await answer.Content.ReadAsStringAsync());
        Assert.Equal("called", answer.Headers.GetValues("X-Own-Event").Single());
    }

    [Fact]
    public async Task ExternalCookie_OfASessionThatWasEnded_IsOut()
    {
        await using var app = await ExternalApp.StartAsync();
        var browser = app.Browser();
        using var before = await ExternalApp.SignInAsync(browser, app.Clock, idp => idp.Member());
        Assert.Contains("\"succeeded\":true", await before.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await app.Sessions.EndAsync(new() { Organization = "contoso", NameId = "alice@example.com" }, SessionEndCause.Revoked, default);
        using var after = await browser.GetAsync("/callback");
        Assert.Contains("\"succeeded\":false", await after.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cookie_WhileTheStoreIsDown_IsRejectedAndKept()
    {
        var store = new FailingSessionStore();
        await using var app = await ExternalApp.StartAsync(services: s => s.AddSingleton<ISessionStore>(store));
        var browser = await SignInAsync(app, idp => idp.Member());
        store.Fails = true;
        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(browser));
        store.Fails = false;
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(browser));
    }

    [Fact]
    public async Task SignOut_WhileTheStoreIsDown_DeletesTheCookie()
    {
        var store = new FailingSessionStore();
        await using var app = await ExternalApp.StartAsync(services: s => s.AddSingleton<ISessionStore>(store));
        var browser = await SignInAsync(app, idp => idp.Member());
        store.Fails = true;
        using var refused = await browser.GetAsync("/logout");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        store.Fails = false;
        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(browser));
    }

    [Fact]
    public async Task Events_OfAService_GoOn()
    {
        await using var app = await ExternalApp.StartAsync(services: services =>
        {
            services.AddScoped<CountingEvents>();
            services.Configure<CookieAuthenticationOptions>(ExternalApp.Own, cookie => cookie.EventsType = typeof(CountingEvents));
        });
        var browser = await SignInAsync(app, idp => idp.EntraGuest());
        using var answer = await browser.GetAsync("/own");
        Assert.Equal("service", answer.Headers.GetValues("X-Own-Event").Single());
        app.Clock.Advance(TimeSpan.FromHours(8));
        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(browser));
    }

    [Theory]
    [InlineData("Nowhere", "there is no cookie scheme of that name")]
    [InlineData("Saml2", "there is no cookie scheme of that name")]
    [InlineData(SamlSpDefaults.SessionScheme, "this is the session's own cookie")]
    public async Task Binding_OfAnotherScheme_RefusesTheStart(string scheme, string expected)
    {
        var e = await Assert.ThrowsAsync<SamlSpConfigurationException>(() =>
            ExternalApp.StartAsync(services: services => services.AddSamlSpSessionBinding(scheme))
        );
        Assert.StartsWith($"AddSamlSpSessionBinding(\"{scheme}\"): {expected}", Assert.Single(e.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Binding_WhoseEventsAreReplacedAfterwards_RefusesTheStart()
    {
        var e = await Assert.ThrowsAsync<SamlSpConfigurationException>(() =>
            ExternalApp.StartAsync(services: services =>
                services.PostConfigure<CookieAuthenticationOptions>(ExternalApp.Own, cookie => cookie.Events = new())
            )
        );
        Assert.Contains("replaces the events", Assert.Single(e.Errors), StringComparison.Ordinal);
    }

    private static async Task<TestBrowser> SignInAsync(TestApp app, Func<TestIdp, TestIdp> who, string user = "somebody")
    {
        var browser = app.Browser();
        using var callback = await ExternalApp.SignInAsync(browser, app.Clock, who);
        using var accepted = await browser.GetAsync("/accept/" + user);
        Assert.Equal(HttpStatusCode.OK, accepted.StatusCode);
        return browser;
    }

    private static async Task<HttpStatusCode> StatusAsync(TestBrowser browser)
    {
        using var answer = await browser.GetAsync("/own");
        return answer.StatusCode;
    }

    /// <summary>The live sessions of the two users.</summary>
    private static async Task<IReadOnlyList<Session>> SessionsAsync(TestApp app) =>
        [
            .. await app.Sessions.ListAsync(new() { Organization = "contoso", NameId = "alice@example.com" }, default),
            .. await app.Sessions.ListAsync(new() { Organization = "contoso", NameId = "charlie_altostrat.com@example.com" }, default),
        ];

    private sealed class CountingEvents : CookieAuthenticationEvents
    {
        public override Task ValidatePrincipal(CookieValidatePrincipalContext context)
        {
            context.HttpContext.Response.Headers["X-Own-Event"] = "service";
            return Task.CompletedTask;
        }
    }
}
