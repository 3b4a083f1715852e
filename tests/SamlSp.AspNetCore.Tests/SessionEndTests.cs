using System.Net;
using SamlSp.Testing;

namespace SamlSp.AspNetCore.Tests;

public sealed class SessionEndTests
{
    private static readonly DateTimeOffset Now = TestClock.Now;

    [Fact]
    public async Task GuestSession_AfterEightHours_RequiresReauthentication()
    {
        await using var app = await TestApp.StartAsync();
        var browser = app.Browser();
        await browser.SignInAsync(idp => idp.EntraGuest() with { AuthnInstant = Now });

        app.Clock.Advance(new TimeSpan(7, 59, 0));
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/protected")).StatusCode);

        app.Clock.Advance(TimeSpan.FromMinutes(2));
        var (id, relayState, request) = await browser.StartAsync();
        Assert.Equal("true", request.Attribute("ForceAuthn")!.Value);

        // Silent single sign-on: the old authentication is refused.
        var stale = TestIdp.Create().EntraGuest().At(app.Clock.GetUtcNow()).Answering(id) with
        {
            AuthnInstant = Now,
        };
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.PostAsync(stale, relayState)).StatusCode);
        Assert.Contains("Refused: authn_too_old", app.Log.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/session", "application/json")).StatusCode);

        Assert.Equal(HttpStatusCode.SeeOther, (await browser.SignInAsync(idp => idp.EntraGuest())).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/protected")).StatusCode);
    }

    [Fact]
    public async Task Session_Activity_DoesNotExtendIt()
    {
        await using var app = await TestApp.StartAsync();
        var browser = app.Browser();
        await browser.SignInAsync(idp => idp.EntraGuest());
        for (var hour = 0; hour < 7; hour++)
        {
            app.Clock.Advance(TimeSpan.FromHours(1));
            Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/protected")).StatusCode);
        }

        app.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/protected")).StatusCode);
    }

    [Fact]
    public async Task ForcedAuthentication_OlderThanItsRequest_IsRefused()
    {
        await using var app = await TestApp.StartAsync();
        var browser = app.Browser();
        await browser.SignInAsync(idp => idp.EntraGuest());
        app.Clock.Advance(TimeSpan.FromHours(9));
        var (id, relayState, _) = await browser.StartAsync();
        var beforeTheRequest = TestIdp.Create().EntraGuest().At(app.Clock.GetUtcNow()).Answering(id) with
        {
            AuthnInstant = app.Clock.GetUtcNow() - TimeSpan.FromSeconds(181),
        };
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.PostAsync(beforeTheRequest, relayState)).StatusCode);

        (id, relayState, _) = await browser.StartAsync();
        var withinTheSkew = TestIdp.Create().EntraGuest().At(app.Clock.GetUtcNow()).Answering(id) with
        {
            AuthnInstant = app.Clock.GetUtcNow() - TimeSpan.FromSeconds(179),
        };
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.PostAsync(withinTheSkew, relayState)).StatusCode);
    }

    [Fact]
    public async Task UnsolicitedResponse_OlderThanPolicy_IsRefusedForAGuest()
    {
        await using var app = await TestApp.StartAsync(o => o.Organizations["contoso"].Connection.AllowUnsolicited = true);
        var stale = TestIdp.Create().EntraGuest().Unsolicited() with { AuthnInstant = Now.AddHours(-8) };
        Assert.Equal(HttpStatusCode.Forbidden, (await app.Browser().PostAsync(stale)).StatusCode);
        Assert.Contains("Refused: authn_too_old", app.Log.Text, StringComparison.Ordinal);
        var fresh = TestIdp.Create().EntraGuest().Unsolicited() with { AuthnInstant = Now.AddHours(-7) };
        Assert.Equal(HttpStatusCode.SeeOther, (await app.Browser().PostAsync(fresh)).StatusCode);
        var member = TestIdp.Create().Member().Unsolicited() with { AuthnInstant = Now.AddHours(-30) };
        Assert.Equal(HttpStatusCode.SeeOther, (await app.Browser().PostAsync(member)).StatusCode);
    }

    [Fact]
    public async Task ApiCaller_SessionEndedByPolicy_IsToldThatReauthenticationIsMissing()
    {
        await using var app = await TestApp.StartAsync();
        var browser = app.Browser();
        var never = await browser.GetAsync("/session", "application/json");
        Assert.Equal("Bearer", never.Headers.WwwAuthenticate.ToString());

        await browser.SignInAsync(idp => idp.EntraGuest());
        app.Clock.Advance(TimeSpan.FromHours(8));
        var ended = await browser.GetAsync("/session", "application/json");
        Assert.Equal(HttpStatusCode.Unauthorized, ended.StatusCode);
        var challenge = ended.Headers.WwwAuthenticate.ToString();
        Assert.Contains("error=\"insufficient_user_authentication\"", challenge, StringComparison.Ordinal);
        Assert.Contains("max_age=\"28800\"", challenge, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SessionPolicy_OfAParentUnit_IsInherited()
    {
        await using var app = await TestApp.StartAsync(o =>
        {
            o.Organizations["contoso"].OrgUnitPath = "\"/guests/contractors/night\"";
            o.Organizations["contoso"].OrgUnits["/guests/contractors"] = new()
            {
                Session = new() { Reauthentication = Reauthentication.Required, Frequency = TimeSpan.FromHours(2) },
            };
        });
        var browser = app.Browser();
        await browser.SignInAsync(idp => idp.Member() with { AuthnInstant = Now });
        app.Clock.Advance(new TimeSpan(1, 59, 0));
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/protected")).StatusCode);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/protected")).StatusCode);
    }

    [Fact]
    public async Task SignIn_GuestReturnsDaysLater_ForcesAuthentication()
    {
        await using var app = await TestApp.StartAsync();
        var (guest, member) = (app.Browser(), app.Browser());
        await guest.SignInAsync(idp => idp.EntraGuest());
        await member.SignInAsync(idp => idp.Member());
        app.Clock.Advance(TimeSpan.FromDays(3));
        await app.Browser().SignInAsync(idp => idp.ExternalGuest());
        Assert.Equal("true", (await guest.StartAsync()).Request.Attribute("ForceAuthn")!.Value);
        Assert.Null((await member.StartAsync()).Request.Attribute("ForceAuthn"));
    }

    [Fact]
    public void SessionPolicy_OmittedValues_AreInherited()
    {
        var tree = new SessionPolicyTree(
            new Dictionary<string, OrgUnitOptions?>
            {
                ["/guests/a/b"] = new() { Session = new() { Method = ReauthenticationMethod.MultiFactor } },
                ["/guests"] = new() { Session = new() { Frequency = TimeSpan.FromHours(4) } },
                ["/guests/free"] = new() { Session = new() { Reauthentication = Reauthentication.NotRequired } },
            }
        );
        Assert.Equal(
            new SessionPolicy(Reauthentication.Required, TimeSpan.FromHours(4), ReauthenticationMethod.Password, "/guests"),
            tree.At("/guests/a")
        );
        Assert.Equal(
            new SessionPolicy(Reauthentication.Required, TimeSpan.FromHours(4), ReauthenticationMethod.MultiFactor, "/guests/a/b"),
            tree.At("/Guests/a/b/c")
        );
        Assert.False(tree.At("/guests/free").RequiresReauthentication);
    }

    [Fact]
    public async Task SignIn_MultiFactorPolicy_RequiresSeveralFactors()
    {
        const string Methods = "http://schemas.microsoft.com/claims/authnmethodsreferences";
        await using var app = await TestApp.StartAsync(o =>
            o.Organizations["contoso"].OrgUnits["/"] = new()
            {
                Session = new()
                {
                    Reauthentication = Reauthentication.Required,
                    Frequency = TimeSpan.FromHours(4),
                    Method = ReauthenticationMethod.MultiFactor,
                },
            }
        );
        Assert.Equal(
            HttpStatusCode.Forbidden,
            (
                await app.Browser()
                    .SignInAsync(idp =>
                        idp.Member().Attribute(Methods, "http://schemas.microsoft.com/ws/2008/06/identity/authenticationmethod/password")
                    )
            ).StatusCode
        );
        Assert.Contains("Refused: authn_method_insufficient", app.Log.Text, StringComparison.Ordinal);
        Assert.Equal(
            HttpStatusCode.SeeOther,
            (
                await app.Browser().SignInAsync(idp => idp.Member().Attribute(Methods, "http://schemas.microsoft.com/claims/multipleauthn"))
            ).StatusCode
        );
    }

    [Theory]
    [InlineData(0, null, 8, SessionEndCause.Policy)]
    [InlineData(-3, null, 5, SessionEndCause.Policy)]
    [InlineData(0, 2, 2, SessionEndCause.IdentityProvider)]
    [InlineData(0, 9, 8, SessionEndCause.Policy)]
    public void SessionEnd_Guest_IsTheEarliestLimit(
        int authenticatedHours,
        int? sessionNotOnOrAfterHours,
        int expectedHours,
        SessionEndCause by
    )
    {
        var end = SessionEnd.Create(
            SessionPolicy.Guests,
            Now.AddHours(authenticatedHours),
            sessionNotOnOrAfterHours is { } hours ? Now.AddHours(hours) : null,
            TimeSpan.FromHours(24),
            Now
        );
        Assert.Equal(new SessionEnd(Now.AddHours(expectedHours), by), end);
    }

    [Fact]
    public void SessionEnd_AuthenticationInTheFuture_ExtendsNothing() =>
        Assert.Equal(Now.AddHours(8), SessionEnd.Create(SessionPolicy.Guests, Now.AddMinutes(2), null, TimeSpan.FromHours(24), Now).At);

    [Fact]
    public void SessionEnd_OperatorMaximum_LimitsEverySession() =>
        Assert.Equal(
            new SessionEnd(Now.AddHours(1), SessionEndCause.OperatorMaximum),
            SessionEnd.Create(SessionPolicy.Guests, Now, null, TimeSpan.FromHours(1), Now)
        );

    [Theory]
    [InlineData("/", "/")]
    [InlineData("/staff", "/")]
    [InlineData("/guests", "/guests")]
    [InlineData("/guests/x/y", "/guests")]
    [InlineData("/guestsandmore", "/")]
    public void SessionPolicy_NearestUnit_Wins(string path, string from) => Assert.Equal(from, new SessionPolicyTree([]).At(path).From);
}
