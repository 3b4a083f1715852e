using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
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
    public async Task Challenge_AfterTheSessionHasEnded_IsAPageForOurOwnFormsAndARedirectOtherwise()
    {
        await using var app = await TestApp.StartAsync(map: app => app.MapPost("/protected", () => "saved").RequireAuthorization());
        var browser = app.Browser();
        await browser.SignInAsync(idp => idp.EntraGuest());
        app.Clock.Advance(TimeSpan.FromHours(9));

        // A form that was sent by GET may come from a page whose form-action allows this host only.
        var searched = await browser.SendAsync(From("same-origin", HttpMethod.Get));
        Assert.Equal(HttpStatusCode.Unauthorized, searched.StatusCode);
        const string SignIn = "/Saml2/SignIn?organization=contoso&ReturnUrl=%2Fprotected%3Ftext%3Da&reauthenticate=true";
        Assert.Equal("0; url=" + SignIn, searched.Headers.GetValues("Refresh").Single());

        // A form that was posted is lost: the user is told, and gets back to its page.
        var posted = From("same-origin", HttpMethod.Post);
        posted.Headers.Referrer = new(TestSp.BaseUrl + "/form");
        var told = await browser.SendAsync(posted);
        Assert.Equal(HttpStatusCode.Unauthorized, told.StatusCode);
        Assert.False(told.Headers.Contains("Refresh"));
        Assert.Contains("ReturnUrl=%2Fform&amp;reauthenticate=true", await told.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        // Nothing else changes: a link from elsewhere, and a browser that had no session.
        Assert.Equal(HttpStatusCode.Redirect, (await browser.SendAsync(From("cross-site", HttpMethod.Get))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await app.Browser().SendAsync(From("same-origin", HttpMethod.Get))).StatusCode);

        static HttpRequestMessage From(string site, HttpMethod method) =>
            new(method, "/protected?text=a") { Headers = { { "Sec-Fetch-Site", site } } };
    }

    [Theory]
    [InlineData("/login?identifier=contoso")]
    [InlineData("/login?identifier=charlie@example.com")]
    [InlineData("/Saml2/SignIn")]
    [InlineData("/Saml2/SignIn?organization=contoso&ReturnUrl=/protected")]
    public async Task SignIn_AfterAnEndByPolicy_ForcesAuthenticationWhicheverWayItStarts(string start)
    {
        await using var app = await TestApp.StartAsync();
        var browser = app.Browser();
        await browser.SignInAsync(idp => idp.EntraGuest());
        Assert.Null((await browser.StartAsync(start)).Request.Attribute("ForceAuthn"));

        app.Clock.Advance(TimeSpan.FromHours(9));
        Assert.Equal("true", (await browser.StartAsync(start)).Request.Attribute("ForceAuthn")!.Value);
        Assert.Null((await app.Browser().StartAsync(start)).Request.Attribute("ForceAuthn"));
    }

    [Fact]
    public async Task SignIn_AfterAnEndByPolicy_ForcesNothingAtAnotherOrganization()
    {
        await using var app = await TestApp.StartAsync(o => o.Organizations["fabrikam"] = new() { Domains = ["fabrikam.example"] });
        var browser = app.Browser();
        await browser.SignInAsync(idp => idp.EntraGuest(), "/Saml2/SignIn?organization=contoso");
        app.Clock.Advance(TimeSpan.FromHours(9));
        Assert.Null((await browser.StartAsync("/login?identifier=fabrikam")).Request.Attribute("ForceAuthn"));
        Assert.NotNull((await browser.StartAsync("/login?identifier=contoso")).Request.Attribute("ForceAuthn"));
    }

    [Fact]
    public async Task RefusalPage_StillOldAfterForceAuthn_OffersTheSameSignInAgain()
    {
        await using var app = await TestApp.StartAsync(o => o.Organizations["fabrikam"] = new() { Domains = ["fabrikam.example"] });
        var browser = app.Browser();
        var (id, relayState, _) = await browser.StartAsync(
            "/Saml2/SignIn?organization=contoso&ReturnUrl=/protected%3Fpage=7&reauthenticate=true"
        );
        var stale = TestIdp.Create().EntraGuest().Answering(id) with { AuthnInstant = Now.AddHours(-9) };
        var page = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(
            await (await browser.PostAsync(stale, relayState)).Content.ReadAsStringAsync()
        );
        Assert.Equal(
            "/Saml2/SignIn?organization=contoso&ReturnUrl=%2Fprotected%3Fpage%3D7&reauthenticate=true",
            page.QuerySelector("a.button")!.GetAttribute("href")
        );
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
    public async Task SolicitedResponse_OlderThanPolicy_AsksOnceForANewAuthentication()
    {
        await using var app = await TestApp.StartAsync();
        var browser = app.Browser();

        // The identity provider still knows the guest from yesterday.
        var (id, relayState, request) = await browser.StartAsync("/protected?tab=2");
        Assert.Null(request.Attribute("ForceAuthn"));
        var remembered = await browser.PostAsync(Remembered(id), relayState);
        Assert.Equal(HttpStatusCode.Redirect, remembered.StatusCode);
        (id, relayState, request) = TestBrowser.Read(remembered.Headers.Location!);
        Assert.Equal("true", request.Attribute("ForceAuthn")!.Value);

        // A new authentication leads to the page that was asked for.
        var anew = await browser.PostAsync(TestIdp.Create().At(app.Clock.GetUtcNow()).EntraGuest().Answering(id), relayState);
        Assert.Equal("/protected?tab=2", anew.Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/protected")).StatusCode);

        TestIdp Remembered(string answered) => TestIdp.Create().EntraGuest().Answering(answered) with { AuthnInstant = Now.AddHours(-26) };
    }

    [Fact]
    public async Task SolicitedResponse_StillOldAfterForceAuthn_IsRefused()
    {
        await using var app = await TestApp.StartAsync();
        var browser = app.Browser();
        var (id, relayState, _) = await browser.StartAsync();
        var first = await browser.PostAsync(Old(id), relayState);
        (id, relayState, _) = TestBrowser.Read(first.Headers.Location!);
        var second = await browser.PostAsync(Old(id), relayState);
        Assert.Equal(HttpStatusCode.Forbidden, second.StatusCode);
        Assert.Contains("Refused: authn_too_old", app.Log.Text, StringComparison.Ordinal);

        static TestIdp Old(string answered) => TestIdp.Create().EntraGuest().Answering(answered) with { AuthnInstant = Now.AddHours(-26) };
    }

    [Fact]
    public async Task SolicitedResponse_OlderThanPolicyFromACallerWithoutHtml_IsRefusedAtOnce()
    {
        await using var app = await TestApp.StartAsync(o => o.Organizations["contoso"].Connection.AllowUnsolicited = true);
        var stale = TestIdp.Create().EntraGuest().Unsolicited() with { AuthnInstant = Now.AddHours(-8) };
        using var content = new FormUrlEncodedContent([KeyValuePair.Create("SAMLResponse", stale.SignedResponse().ToFormValue())]);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/Saml2/Acs") { Content = content };
        var answer = await app.Browser().SendAsync(request, "application/json");
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("Refused: authn_too_old", app.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnsolicitedResponse_OlderThanPolicy_GivesAGuestNoSession()
    {
        await using var app = await TestApp.StartAsync(o => o.Organizations["contoso"].Connection.AllowUnsolicited = true);
        var stale = TestIdp.Create().EntraGuest().Unsolicited() with { AuthnInstant = Now.AddHours(-8) };
        var browser = app.Browser();
        var again = await browser.PostAsync(stale);
        Assert.Equal(HttpStatusCode.Redirect, again.StatusCode);
        Assert.Contains("An answer gave no session (authn_too_old)", app.Log.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/session", "application/json")).StatusCode);
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
            new SessionPolicy(Reauthentication.Required, TimeSpan.FromHours(4), ReauthenticationMethod.Interactive, "/guests"),
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
        const string Password = "http://schemas.microsoft.com/ws/2008/06/identity/authenticationmethod/password";
        var browser = app.Browser();
        var first = await browser.SignInAsync(idp => idp.Member().Attribute(Methods, Password));
        Assert.Equal(HttpStatusCode.Redirect, first.StatusCode);
        var (id, relayState, request) = TestBrowser.Read(first.Headers.Location!);
        Assert.Equal("true", request.Attribute("ForceAuthn")!.Value);
        var second = TestIdp.Create().At(app.Clock.GetUtcNow()).Member().Attribute(Methods, Password).Answering(id);
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.PostAsync(second, relayState)).StatusCode);
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
