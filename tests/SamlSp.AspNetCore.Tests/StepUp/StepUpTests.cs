using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using SamlSp.AspNetCore.Tests.Tokens;
using SamlSp.Testing;

namespace SamlSp.AspNetCore.Tests.StepUp;

/// <summary>Endpoints that ask more than a session, by SAML.</summary>
public sealed class StepUpTests
{
    private const string Passkey = "http://schemas.microsoft.com/ws/2008/06/identity/authenticationmethod/fido";
    private const string Password = "http://schemas.microsoft.com/ws/2008/06/identity/authenticationmethod/password";
    private const string Several = "http://schemas.microsoft.com/claims/multipleauthn";

    [Fact]
    public async Task MaxAge_SessionThatAuthenticatedLongAgo_SignsInAnewAndComesIn()
    {
        await using var app = await StartAsync();
        using var browser = app.Browser();
        await browser.SignInAsync(idp => idp.Member());
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/payments")).StatusCode);
        app.Clock.Advance(TimeSpan.FromMinutes(13));
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/payments")).StatusCode);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/protected")).StatusCode);

        var (id, relayState, request) = await browser.StartAsync("/payments");
        Assert.Equal("true", request.Attribute("ForceAuthn")!.Value);
        Assert.DoesNotContain(request.Elements(), e => e.Name.LocalName == "RequestedAuthnContext");
        var answer = await browser.PostAsync(TestIdp.Create().At(app.Clock.GetUtcNow()).Member().Answering(id), relayState);
        Assert.Equal("/payments", answer.Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/payments")).StatusCode);
    }

    [Fact]
    public async Task MaxAge_AgeOfTheSessionItself_DoesNotCount()
    {
        await using var app = await StartAsync();
        using var browser = app.Browser();
        await browser.SignInAsync(idp => idp.Member() with { AuthnInstant = app.Clock.GetUtcNow() - TimeSpan.FromMinutes(20) });
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/protected")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/payments")).StatusCode);
    }

    [Fact]
    public async Task PhishingResistant_AnswerWithAPasswordOnly_IsAPageWithCodeAndReferenceAndNoLoop()
    {
        await using var app = await StartAsync();
        using var browser = app.Browser();
        await browser.SignInAsync(idp => Methods(idp.Member(), Password, Several));
        var session = browser.Cookies[TestBrowser.SessionCookie];
        var (id, relayState, request) = await browser.StartAsync("/keys");
        Assert.Equal("true", request.Attribute("ForceAuthn")!.Value);
        var answer = await browser.PostAsync(
            Methods(TestIdp.Create().At(app.Clock.GetUtcNow()).Member(), Password, Several).Answering(id),
            relayState
        );
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        var page = await answer.Content.ReadAsStringAsync();
        Assert.Contains("You need another sign-in for this page", page, StringComparison.Ordinal);
        Assert.Contains("authn_method_insufficient", page, StringComparison.Ordinal);
        Assert.NotEmpty(TestBrowser.Reference(page));
        Assert.DoesNotContain(answer.Headers, h => h.Key == "Refresh");
        Assert.Contains("Refused: authn_method_insufficient", app.Log.Text, StringComparison.Ordinal);

        // The session from before goes on.
        Assert.Equal(session, browser.Cookies[TestBrowser.SessionCookie]);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/protected")).StatusCode);

        (id, relayState, _) = await browser.StartAsync("/keys");
        answer = await browser.PostAsync(
            Methods(TestIdp.Create().At(app.Clock.GetUtcNow()).Member(), Passkey, Several).Answering(id),
            relayState
        );
        Assert.Equal("/keys", answer.Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/keys")).StatusCode);
    }

    [Theory]
    [InlineData(Several, true)]
    [InlineData(Password, false)]
    public async Task MultiFactor_Session_IsComparedWithWhatWasProven(string method, bool expected)
    {
        await using var app = await StartAsync();
        using var browser = app.Browser();
        await browser.SignInAsync(idp => Methods(idp.Member(), method));
        Assert.Equal(expected, (await browser.GetAsync("/factors")).StatusCode == HttpStatusCode.OK);
    }

    [Fact]
    public async Task Nobody_OpensAPageThatAsksForMore_SignsInOnce()
    {
        await using var app = await StartAsync();
        using var browser = app.Browser();
        var (id, relayState, request) = await browser.StartAsync("/keys");
        Assert.Null(request.Attribute("ForceAuthn"));
        await browser.PostAsync(Methods(TestIdp.Create().At(app.Clock.GetUtcNow()).Member(), Passkey).Answering(id), relayState);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/keys")).StatusCode);

        // Single sign-on by another method: one more round, which is a new authentication.
        using var other = app.Browser();
        (id, relayState, _) = await other.StartAsync("/keys");
        var again = await other.PostAsync(Methods(TestIdp.Create().At(app.Clock.GetUtcNow()).Member(), Password).Answering(id), relayState);
        Assert.Equal("true", TestBrowser.Read(again.Headers.Location!).Request.Attribute("ForceAuthn")!.Value);
    }

    [Fact]
    public async Task Contexts_OfTheConnection_AreRequestedAndProve()
    {
        const string Refeds = "https://refeds.org/profile/mfa";
        await using var app = await StartAsync(o => o.Organizations["contoso"].Connection.MultiFactorContexts.Add(Refeds));
        using var browser = app.Browser();
        await browser.SignInAsync(idp => idp.Member());
        var (id, relayState, request) = await browser.StartAsync("/factors");
        var asked = request.Elements().Single(e => e.Name.LocalName == "RequestedAuthnContext");
        Assert.Equal(("exact", Refeds), (asked.Attribute("Comparison")!.Value, asked.Value));
        var idp = TestIdp.Create().At(app.Clock.GetUtcNow()).Member() with { AuthnContextClass = Refeds };
        await browser.PostAsync(idp.Answering(id), relayState);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/factors")).StatusCode);
    }

    [Fact]
    public async Task EntraContext_BySaml_IsAPageBeforeTheBrowserLeaves()
    {
        await using var app = await StartAsync();
        using var browser = app.Browser();
        await browser.SignInAsync(idp => idp.Member());
        var answer = await browser.GetAsync("/context");
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("authn_context_missing", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Api_InsufficientSession_GetsTheChallengeOfRfc9470()
    {
        await using var app = await StartAsync();
        using var browser = app.Browser();
        Assert.Equal("Bearer", (await browser.GetAsync("/payments", "application/json")).Headers.WwwAuthenticate.ToString());
        await browser.SignInAsync(idp => idp.Member());
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/payments", "application/json")).StatusCode);
        app.Clock.Advance(TimeSpan.FromMinutes(20));
        var answer = await browser.GetAsync("/payments", "application/json");
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        var challenge = answer.Headers.WwwAuthenticate.ToString();
        Assert.Contains("error=\"insufficient_user_authentication\"", challenge, StringComparison.Ordinal);
        Assert.Contains("max_age=\"900\"", challenge, StringComparison.Ordinal);
        Assert.DoesNotContain("acr_values", challenge, StringComparison.Ordinal);
        challenge = (await browser.GetAsync("/keys", "application/json")).Headers.WwwAuthenticate.ToString();
        Assert.Contains("acr_values=\"phr\"", challenge, StringComparison.Ordinal);
        Assert.DoesNotContain("max_age", challenge, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_OfAnOldAuthentication_IsReplacedByOneThatItsUserAuthenticatedFor()
    {
        await using var app = await StartAsync();
        var client = new TokenClient(app);
        var (access, _) = await client.SignInAsync(idp => idp.Member());
        Assert.Equal(HttpStatusCode.OK, (await CallAsync(app, access)).StatusCode);
        app.Clock.Advance(TimeSpan.FromMinutes(20));
        (_, var body) = await client.TokenAsync(
            ("grant_type", "authorization_code"),
            ("code", await client.CodeAsync()),
            ("client_id", TokenClient.ClientId),
            ("redirect_uri", TokenClient.RedirectUri),
            ("code_verifier", TokenClient.Verifier)
        );
        access = body.GetProperty("access_token").GetString()!;
        var refused = await CallAsync(app, access);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Contains("max_age=\"900\"", refused.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);

        // The program passes max_age on, and its user authenticates before the question is shown.
        var away = await client.AskAsync(("max_age", "900"));
        var (id, relayState, request) = TestBrowser.Read(away.Headers.Location!);
        Assert.Equal("true", request.Attribute("ForceAuthn")!.Value);
        await client.Browser.PostAsync(TestIdp.Create().At(app.Clock.GetUtcNow()).Member().Answering(id), relayState);
        Assert.Equal(HttpStatusCode.OK, (await client.AskAsync(("max_age", "900"))).StatusCode);
        Assert.Contains(
            "error=invalid_request",
            (await client.AskAsync(("max_age", "-1"))).Headers.Location!.Query,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task AnotherRequirement_ThatFailsAsWell_IsForbiddenWithoutASignIn()
    {
        await using var app = await StartAsync();
        using var browser = app.Browser();
        await browser.SignInAsync(idp => idp.Member());
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.GetAsync("/owners-only")).StatusCode);
    }

    [Fact]
    public async Task PostedForm_OfAnInsufficientSession_IsToldThatItWasNotSaved()
    {
        await using var app = await StartAsync();
        using var browser = app.Browser();
        await browser.SignInAsync(idp => idp.Member());
        var request = new HttpRequestMessage(HttpMethod.Post, "/keys");
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        var answer = await browser.SendAsync(request);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        var page = await answer.Content.ReadAsStringAsync();
        Assert.Contains("It was not saved, because it needs a newer or stronger sign-in", page, StringComparison.Ordinal);
        Assert.Contains("acr_values=phr", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Attribute_OnAHub_AsksAsAnEndpointDoes()
    {
        await using var app = await StartAsync();
        using var browser = app.Browser();
        await browser.SignInAsync(idp => Methods(idp.Member(), Password));
        var connect = new HttpRequestMessage(HttpMethod.Post, "/hub/negotiate?negotiateVersion=1");
        var answer = await browser.SendAsync(connect, "application/json");
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains("acr_values=\"phr\"", answer.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);

        using var strong = app.Browser();
        await strong.SignInAsync(idp => Methods(idp.Member(), Passkey));
        answer = await strong.SendAsync(new(HttpMethod.Post, "/hub/negotiate?negotiateVersion=1"), "application/json");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Policy_PhishingResistant_AcceptsAPasskeyAlone()
    {
        await using var app = await StartAsync(o =>
            o.Organizations["contoso"].OrgUnits["/"] = new()
            {
                Session = new() { Reauthentication = Reauthentication.Required, Method = ReauthenticationMethod.PhishingResistant },
            }
        );
        using var browser = app.Browser();
        var again = await browser.SignInAsync(idp => Methods(idp.Member(), Password, Several));
        var (id, relayState, request) = TestBrowser.Read(again.Headers.Location!);
        Assert.Equal("true", request.Attribute("ForceAuthn")!.Value);
        var refused = await browser.PostAsync(
            Methods(TestIdp.Create().At(app.Clock.GetUtcNow()).Member(), Password, Several).Answering(id),
            relayState
        );
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        using var strong = app.Browser();
        Assert.Equal(HttpStatusCode.SeeOther, (await strong.SignInAsync(idp => Methods(idp.Member(), Passkey))).StatusCode);
    }

    [Fact]
    public async Task AssertedClaim_OfOurOwnName_ProvesNothing()
    {
        await using var app = await StartAsync();
        using var browser = app.Browser();
        await browser.SignInAsync(idp => idp.Member().Attribute(AuthenticationFacts.Claim, "phishing-resistant", "factors", "c:c1"));
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/keys")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/factors")).StatusCode);
    }

    [Fact]
    public void Requirement_WithNothingOrTooMuch_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => new SamlAuthenticationRequirement());
        Assert.Throws<ArgumentException>(() => new SamlAuthenticationRequirement(method: ReauthenticationMethod.Interactive));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SamlAuthenticationRequirement(TimeSpan.FromSeconds(59)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SamlAuthenticationRequirement(TimeSpan.FromHours(25)));
        Assert.Throws<ArgumentException>(() => new SamlAuthenticationRequirement(authenticationContext: "c\"1"));
        Assert.Equal(TimeSpan.FromMinutes(1), new SamlAuthenticationRequirement(TimeSpan.FromMinutes(1)).MaxAge);
    }

    [Theory]
    [InlineData("phr c1", 0, ReauthenticationMethod.PhishingResistant, "c1")]
    [InlineData("c1 c2", 0, ReauthenticationMethod.Any, "c1")]
    [InlineData("http://schemas.openid.net/pape/policies/2007/06/multi-factor", 900, ReauthenticationMethod.MultiFactor, null)]
    [InlineData(null, 1, ReauthenticationMethod.Any, null)]
    public void AcrValues_ReadAndWritten_StayTheSame(string? text, long age, ReauthenticationMethod method, string? context)
    {
        var read = AcrValues.Read(text, age)!;
        Assert.Equal((method, context), (read.Method, read.AuthenticationContext));
        Assert.Equal(read, AcrValues.Read(AcrValues.Write(read), (long)(read.MaxAge?.TotalSeconds ?? 0)));
    }

    [Fact]
    public void AcrValues_FromStrangers_AreBounded()
    {
        Assert.Null(AcrValues.Read(null, 0));
        Assert.Null(AcrValues.Read(new string('a', 2000), 0));
        Assert.Null(AcrValues.Read("a\"b \u00e9", 0));
    }

    [Fact]
    public void Method_ItsOldName_MeansTheSame()
    {
        Assert.Equal(ReauthenticationMethod.Interactive, Enum.Parse<ReauthenticationMethod>("Password"));
        Assert.Equal("Interactive", ReauthenticationMethod.Interactive.ToString());
    }

    private static Task<HttpResponseMessage> CallAsync(TestApp app, string access)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/payments-api");
        request.Headers.Authorization = new("Bearer", access);
        return app.Browser().SendAsync(request, "text/html");
    }

    private static TestIdp Methods(TestIdp idp, params string[] methods) => idp.Attribute(EntraClaims.AuthnMethods, methods);

    private static Task<TestApp> StartAsync(Action<SamlSpOptions>? configure = null) =>
        TestApp.StartAsync(
            configure,
            services => services.AddSignalR(),
            app =>
            {
                app.MapGet("/payments", () => "payments").RequireSamlAuthentication(TimeSpan.FromMinutes(15));
                app.MapGet("/payments-api", () => "payments")
                    .RequireAuthorization(policy =>
                        policy.AddAuthenticationSchemes(SamlSpDefaults.BearerScheme).RequireSamlAuthentication(TimeSpan.FromMinutes(15))
                    );
                app.MapMethods("/keys", ["GET", "POST"], () => "keys")
                    .RequireSamlAuthentication(method: ReauthenticationMethod.PhishingResistant);
                app.MapGet("/factors", () => "factors").RequireSamlAuthentication(method: ReauthenticationMethod.MultiFactor);
                app.MapGet("/context", () => "context").RequireSamlAuthentication(authenticationContext: "c1");
                app.MapGet("/owners-only", () => "owners")
                    .RequireAuthorization(policy =>
                        policy.RequireRole("owner").RequireSamlAuthentication(method: ReauthenticationMethod.PhishingResistant)
                    );
                app.MapHub<StrongHub>("/hub");
            }
        );

    [RequireSamlAuthentication(Method = ReauthenticationMethod.PhishingResistant)]
    internal sealed class StrongHub : Hub;
}
