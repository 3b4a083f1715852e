using System.Net;
using Microsoft.Extensions.DependencyInjection;
using SamlSp.Protocol;
using SamlSp.Testing;

namespace SamlSp.AspNetCore.Tests;

public sealed class LogoutTests : IDisposable
{
    private readonly string _certificates = TestPair.Folder();

    public void Dispose() => Directory.Delete(_certificates, recursive: true);

    [Theory]
    [InlineData("/logout")]
    [InlineData("/Saml2/Logout")]
    public async Task SignOut_ActiveSession_EndsItAndAsksTheIdentityProvider(string path)
    {
        await using var app = await StartAsync();
        var browser = app.Browser();
        await browser.SignInAsync(idp => idp.EntraGuest());
        var cookie = browser.Cookies[TestBrowser.SessionCookie];
        var leaving = await browser.GetAsync(path);
        var (id, relayState, request) = TestBrowser.Read(leaving.Headers.Location!);
        Assert.StartsWith(TestTenant.SignOnUrl, leaving.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.Equal("LogoutRequest", request.Name.LocalName);
        Assert.Contains("Signature=", leaving.Headers.Location.Query, StringComparison.Ordinal);
        Assert.Equal("charlie@altostrat.com", request.Elements().Single(e => e.Name.LocalName == "NameID").Value);
        Assert.Single(request.Elements(), e => e.Name.LocalName == "SessionIndex");

        browser.Cookies[TestBrowser.SessionCookie] = cookie;
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/session", "application/json")).StatusCode);

        var back = await browser.GetAsync(ResponseUrl(id, relayState, TestTenant.LogoutIssuer));
        Assert.Equal(HttpStatusCode.OK, back.StatusCode);
        Assert.Contains("signed out there as well", await back.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task LogoutResponse_UnknownRequestId_IsRefused()
    {
        await using var app = await StartAsync();
        var browser = app.Browser();
        await browser.SignInAsync(idp => idp.Member());
        var (id, relayState, _) = TestBrowser.Read((await browser.GetAsync("/logout")).Headers.Location!);
        Assert.Equal(
            HttpStatusCode.Forbidden,
            (await app.Browser().GetAsync(ResponseUrl(id, relayState, TestTenant.LogoutIssuer))).StatusCode
        );
        Assert.Equal(
            HttpStatusCode.Forbidden,
            (await browser.GetAsync(ResponseUrl("idother", relayState, TestTenant.LogoutIssuer))).StatusCode
        );
        Assert.Contains("Refused: in_response_to_mismatch", app.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignOut_LinkFromAnotherSite_AsksFirst()
    {
        await using var app = await StartAsync();
        var browser = app.Browser();
        await browser.SignInAsync(idp => idp.Member());
        var request = new HttpRequestMessage(HttpMethod.Get, "/logout");
        request.Headers.Add("Sec-Fetch-Site", "cross-site");
        var asked = await browser.SendAsync(request);
        Assert.Contains("Do you want to sign out?", await asked.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/session", "application/json")).StatusCode);
    }

    [Theory]
    [InlineData("/logout", "Sec-Purpose", "prefetch")]
    [InlineData("/logout", "Purpose", "prefetch")]
    [InlineData("/Saml2/Logout", "Sec-Purpose", "prefetch;prerender")]
    public async Task SignOut_Prefetched_DoesNothing(string path, string header, string value)
    {
        await using var app = await StartAsync();
        var browser = app.Browser();
        await browser.SignInAsync(idp => idp.Member());
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add(header, value);
        var prefetched = await browser.SendAsync(request);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, prefetched.StatusCode);
        Assert.True(prefetched.Headers.CacheControl!.NoStore);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/session", "application/json")).StatusCode);

        // The same address, followed by the user, signs out.
        await browser.SendAsync(new HttpRequestMessage(HttpMethod.Get, path));
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/session", "application/json")).StatusCode);
    }

    [Theory]
    [InlineData("/Saml2/SignIn?organization=contoso")]
    [InlineData("/login?identifier=contoso")]
    public async Task SignIn_Prefetched_StartsNothing(string path)
    {
        await using var app = await StartAsync();
        var browser = app.Browser();
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Sec-Purpose", "prefetch");
        var prefetched = await browser.SendAsync(request);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, prefetched.StatusCode);
        Assert.False(prefetched.Headers.Contains("Set-Cookie"));
        Assert.Equal(HttpStatusCode.Redirect, (await browser.SendAsync(new HttpRequestMessage(HttpMethod.Get, path))).StatusCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task LogoutRequest_WithoutCookie_EndsTheMatchingSessions(bool bySessionIndex)
    {
        await using var app = await StartAsync();
        var (charlie, alice) = (app.Browser(), app.Browser());
        var (id, relayState, _) = await charlie.StartAsync();
        var response = TestIdp.Create().EntraGuest().Answering(id).SignedResponse();
        await charlie.PostAsync("/Saml2/Acs", ("SAMLResponse", response.ToFormValue()), ("RelayState", relayState));
        await alice.SignInAsync(idp => idp.Member());

        var request = Request("charlie@altostrat.com", bySessionIndex ? [response.AssertionId] : []);
        var url = RedirectBinding.CreateUrl(
            TestSp.LogoutUrl,
            MessageParameter.SAMLRequest,
            request.ToXml(),
            "entra-state",
            SigningKey.FromCertificate(TestCertificates.Idp)
        );
        var answer = await app.Browser().GetAsync(new Uri(url).PathAndQuery);
        Assert.StartsWith(TestTenant.SignOnUrl + "?SAMLResponse=", answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.Contains("RelayState=entra-state", answer.Headers.Location.Query, StringComparison.Ordinal);
        Assert.Contains("Signature=", answer.Headers.Location.Query, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, (await charlie.GetAsync("/session", "application/json")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await alice.GetAsync("/session", "application/json")).StatusCode);

        Assert.Equal(HttpStatusCode.Forbidden, (await app.Browser().GetAsync(new Uri(url).PathAndQuery)).StatusCode);
        Assert.Contains("Refused: replayed", app.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LogoutRequest_Unsigned_EndsNothing()
    {
        await using var app = await StartAsync();
        var browser = app.Browser();
        await browser.SignInAsync(idp => idp.Member());
        var url = RedirectBinding.CreateUrl(
            TestSp.LogoutUrl,
            MessageParameter.SAMLRequest,
            Request("alice@example.com", []).ToXml(),
            null,
            key: null
        );
        Assert.Equal(HttpStatusCode.Forbidden, (await app.Browser().GetAsync(new Uri(url).PathAndQuery)).StatusCode);
        Assert.Contains("Refused: unsigned", app.Log.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/session", "application/json")).StatusCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task LogoutMessage_IssuerOfNoOrganization_IsAnsweredWithARefusal(bool isRequest)
    {
        await using var app = await StartAsync();
        var request = Request("alice@example.com", []) with { Issuer = TestTenant.HomeIssuer };
        var url = isRequest
            ? new Uri(
                RedirectBinding.CreateUrl(
                    TestSp.LogoutUrl,
                    MessageParameter.SAMLRequest,
                    request.ToXml(),
                    null,
                    SigningKey.FromCertificate(TestCertificates.IdpNext)
                )
            ).PathAndQuery
            : ResponseUrl(MessageId.New(), "state", TestTenant.HomeIssuer);
        using var answer = await app.Browser().GetAsync(url);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.NotEmpty(TestBrowser.Reference(await answer.Content.ReadAsStringAsync()));
        Assert.Contains("Refused: untrusted_issuer", app.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LogoutRequest_OfAnotherTenant_EndsOnlyItsOwnSessions()
    {
        await using var app = await StartAsync(o => o.Organizations["fabrikam"] = new());
        var browser = app.Browser();
        var (id, relayState, _) = await browser.StartAsync("/Saml2/SignIn?organization=contoso");
        await browser.PostAsync(TestIdp.Create().Answering(id), relayState);
        var request = Request("alice@example.com", []) with { Issuer = TestTenant.HomeIssuer };
        var url = RedirectBinding.CreateUrl(
            TestSp.LogoutUrl,
            MessageParameter.SAMLRequest,
            request.ToXml(),
            null,
            SigningKey.FromCertificate(TestCertificates.IdpNext)
        );
        Assert.Equal(HttpStatusCode.Redirect, (await app.Browser().GetAsync(new Uri(url).PathAndQuery)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/session", "application/json")).StatusCode);
    }

    [Fact]
    public async Task SignOut_StoreFails_StillRemovesTheCookie()
    {
        var store = new FailingSessionStore();
        await using var app = await TestApp.StartAsync(
            o => o.Certificates.Directory = _certificates,
            services => services.AddSingleton<ISessionStore>(store)
        );
        var browser = app.Browser();
        await browser.SignInAsync(idp => idp.Member());
        store.Fails = true;
        var leaving = await browser.GetAsync("/logout");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, leaving.StatusCode);
        Assert.DoesNotContain(TestBrowser.SessionCookie, browser.Cookies.Keys);
    }

    [Fact]
    public async Task Request_SessionStoreFails_GetsAPageWithAReference()
    {
        var store = new FailingSessionStore();
        await using var app = await TestApp.StartAsync(services: services => services.AddSingleton<ISessionStore>(store));
        var browser = app.Browser();
        await browser.SignInAsync(idp => idp.Member());
        store.Fails = true;
        var answer = await browser.GetAsync("/protected");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains(TestBrowser.Reference(await answer.Content.ReadAsStringAsync()), app.Log.Text, StringComparison.Ordinal);
        store.Fails = false;
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/protected")).StatusCode);
    }

    private static LogoutRequest Request(string nameId, IReadOnlyList<string> sessionIndexes) =>
        new()
        {
            Id = MessageId.New(),
            IssueInstant = TestClock.Now,
            Issuer = TestTenant.LogoutIssuer,
            Destination = TestSp.LogoutUrl,
            NameId = new(nameId),
            SessionIndexes = sessionIndexes,
        };

    private static string ResponseUrl(string inResponseTo, string relayState, string issuer)
    {
        var response = new LogoutResponse
        {
            Id = MessageId.New(),
            IssueInstant = TestClock.Now,
            Issuer = issuer,
            Destination = TestSp.LogoutUrl,
            InResponseTo = inResponseTo,
            Status = StatusUris.Success,
        };
        return new Uri(
            RedirectBinding.CreateUrl(
                TestSp.LogoutUrl,
                MessageParameter.SAMLResponse,
                response.ToXml(),
                relayState,
                SigningKey.FromCertificate(TestCertificates.Idp)
            )
        ).PathAndQuery;
    }

    private Task<TestApp> StartAsync(Action<SamlSpOptions>? configure = null) =>
        TestApp.StartAsync(o =>
        {
            o.Certificates.Directory = _certificates;
            configure?.Invoke(o);
        });
}
