using System.Net;
using System.Xml.Linq;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using SamlSp.Testing;

namespace SamlSp.AspNetCore.Tests;

/// <summary>The address of the application: with a path, and more than one.</summary>
public sealed class BaseUrlTests
{
    private const string Second = "https://travel.example.net";
    private static readonly XNamespace Md = "urn:oasis:names:tc:SAML:2.0:metadata";

    [Fact]
    public async Task SignIn_BaseUrlWithAPath_StaysBelowIt()
    {
        await using var app = await StartAsync(o => o.BaseUrl = TestSp.BaseUrl + "/portal/");
        var browser = app.Browser();
        var (id, relayState, request) = await browser.StartAsync("/portal/protected");
        Assert.Equal(TestSp.BaseUrl + "/portal/Saml2/Acs", (string?)request.Attribute("AssertionConsumerServiceURL"));
        using var answer = await browser.PostAsync(
            "/portal/Saml2/Acs",
            ("SAMLResponse", Answer(app, id, TestSp.BaseUrl + "/portal/Saml2/Acs", TestSp.BaseUrl + "/portal/Saml2")),
            ("RelayState", relayState)
        );
        Assert.Equal("/portal/protected", answer.Headers.Location?.OriginalString);
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"), c => c.Contains("SamlSp.Session", StringComparison.Ordinal));
        Assert.StartsWith("__Secure-SamlSp.Session=", cookie, StringComparison.Ordinal);
        Assert.Contains("path=/portal;", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/portal/protected")).StatusCode);
    }

    [Theory]
    [InlineData("/portal/base", "/portal|/base")]
    [InlineData("/base", "/portal|/base")]
    [InlineData("/portalx/base", "/portal|/portalx/base")]
    public async Task Request_BaseUrlWithAPath_HasItAsPathBase(string path, string expected)
    {
        await using var app = await StartAsync(
            o => o.BaseUrl = TestSp.BaseUrl + "/portal",
            map: web => web.MapFallback((HttpContext http) => $"{http.Request.PathBase}|{http.Request.Path}")
        );
        Assert.Equal(expected, await (await app.Browser().GetAsync(path)).Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task SignOut_BaseUrlWithAPath_LeadsToItsStartPage()
    {
        await using var app = await StartAsync(o => o.BaseUrl = TestSp.BaseUrl + "/portal");
        var page = await (await app.Browser().GetAsync("/portal/logout")).Content.ReadAsStringAsync();
        Assert.Contains("href=\"/portal/", page, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"/\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReturnUrl_AbsoluteBelowTheBaseUrl_IsTaken()
    {
        await using var app = await StartAsync(o => o.BaseUrl = TestSp.BaseUrl + "/portal");
        var browser = app.Browser();
        foreach (
            var (returnUrl, expected) in new[]
            {
                (TestSp.BaseUrl + "/portal/orders?x=1", "/portal/orders?x=1"),
                (TestSp.BaseUrl + "/other", "/portal/"),
                ("https://evil.example/portal/", "/portal/"),
            }
        )
        {
            var (id, relayState, _) = await browser.StartAsync("/portal/Saml2/SignIn?ReturnUrl=" + Uri.EscapeDataString(returnUrl));
            using var answer = await browser.PostAsync(
                "/portal/Saml2/Acs",
                ("SAMLResponse", Answer(app, id, TestSp.BaseUrl + "/portal/Saml2/Acs", TestSp.BaseUrl + "/portal/Saml2")),
                ("RelayState", relayState)
            );
            Assert.Equal(expected, answer.Headers.Location?.OriginalString);
        }
    }

    [Theory]
    [InlineData("https://app.example.org/orders?x=1", "https://app.example.org/orders?x=1")]
    [InlineData("HTTPS://APP.example.org", "https://app.example.org/")]
    [InlineData("https://app.example.org:444/", "/")]
    [InlineData("http://app.example.org/", "/")]
    [InlineData("https://app.example.org@evil.example/", "/")]
    [InlineData("https://app.example.org.evil.example/", "/")]
    [InlineData("https:app.example.org/x", "/")]
    [InlineData("https:\\\\evil.example/app.example.org", "/")]
    [InlineData("javascript:alert(1)", "/")]
    public async Task ReturnUrl_OtherOrigin_IsFollowedOnlyIfItIsNamed(string returnUrl, string expected)
    {
        await using var app = await StartAsync(o => o.ReturnUrlOrigins = ["https://app.example.org/"]);
        var browser = app.Browser();
        var (id, relayState, _) = await browser.StartAsync("/Saml2/SignIn?ReturnUrl=" + Uri.EscapeDataString(returnUrl));
        using var answer = await browser.PostAsync(
            "/Saml2/Acs",
            ("SAMLResponse", Answer(app, id, TestSp.AcsUrl, TestSp.EntityId)),
            ("RelayState", relayState)
        );
        Assert.Equal(expected, answer.Headers.Location?.OriginalString);
    }

    [Theory]
    [InlineData("https://app.example.org/path", "must be scheme, host and port only")]
    [InlineData("http://app.example.org", "must be https:")]
    [InlineData("app.example.org", "must be scheme, host and port only")]
    public async Task ReturnUrlOrigins_ThatAreNone_AreRefusedAtStart(string origin, string why)
    {
        var e = await Assert.ThrowsAsync<SamlSpConfigurationException>(() => StartAsync(o => o.ReturnUrlOrigins = [origin]));
        Assert.StartsWith("SamlSp:ReturnUrlOrigins:0: " + why, Assert.Single(e.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignIn_AtAnAdditionalAddress_EndsThere()
    {
        await using var app = await StartAsync(o => o.AdditionalBaseUrls = [Second]);
        var browser = app.Browser();
        using var start = await browser.GetAsync(Second + "/protected");
        var (id, relayState, request) = TestBrowser.Read(start.Headers.Location!);
        Assert.Equal(Second + "/Saml2/Acs", (string?)request.Attribute("AssertionConsumerServiceURL"));
        Assert.Equal(TestSp.EntityId, request.Elements().Single(e => e.Name.LocalName == "Issuer").Value);

        // A message for the one address is refused at the other.
        var wrong = Answer(app, id, TestSp.AcsUrl, TestSp.EntityId);
        using var refused = await browser.PostAsync(Second + "/Saml2/Acs", ("SAMLResponse", wrong), ("RelayState", relayState));
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Contains("Refused: destination_mismatch", app.Log.Text, StringComparison.Ordinal);

        using var again = await browser.GetAsync(Second + "/protected");
        (id, relayState, _) = TestBrowser.Read(again.Headers.Location!);
        var right = Answer(app, id, Second + "/Saml2/Acs", TestSp.EntityId);
        using var accepted = await browser.PostAsync(Second + "/Saml2/Acs", ("SAMLResponse", right), ("RelayState", relayState));
        Assert.Equal("/protected", accepted.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task SignIn_AtAnUnknownHost_UsesTheMainAddress()
    {
        await using var app = await StartAsync(o => o.AdditionalBaseUrls = [Second]);
        using var start = await app.Browser().GetAsync("https://evil.example/protected");
        var (_, _, request) = TestBrowser.Read(start.Headers.Location!);
        Assert.Equal(TestSp.AcsUrl, (string?)request.Attribute("AssertionConsumerServiceURL"));
    }

    [Fact]
    public async Task Metadata_AdditionalAddress_ListsItsEndpoints()
    {
        await using var app = await StartAsync(o => o.AdditionalBaseUrls = [Second]);
        var metadata = XElement.Parse(await (await app.Browser().GetAsync("/Saml2")).Content.ReadAsStringAsync());
        Assert.Equal(
            [TestSp.AcsUrl, Second + "/Saml2/Acs"],
            metadata.Descendants(Md + "AssertionConsumerService").Select(e => (string?)e.Attribute("Location"))
        );
        Assert.Contains(
            metadata.Descendants(Md + "SingleLogoutService"),
            e => (string?)e.Attribute("Location") == Second + "/Saml2/Logout"
        );
    }

    [Theory]
    [InlineData("https://sp.example.com/portal?x=1", null, "SamlSp:BaseUrl: ")]
    [InlineData("https://sp.example.com/a%20b", null, "SamlSp:BaseUrl: ")]
    [InlineData("sp.example.com", "https://travel.example.net", "SamlSp:BaseUrl: ")]
    [InlineData("https://sp.example.com", "https://travel.example.net/portal", "SamlSp:AdditionalBaseUrls:0: ")]
    [InlineData("https://sp.example.com", "https://SP.example.com", "SamlSp:AdditionalBaseUrls:0: ")]
    [InlineData("https://sp.example.com", "http://localhost:5080", "SamlSp:AdditionalBaseUrls:0: ")]
    [InlineData("https://sp.example.com", "travel", "SamlSp:AdditionalBaseUrls:0: ")]
    [InlineData("https://sp.example.com/portal", "https://travel.example.net/portal", null)]
    public async Task Addresses_OneThatCannotBe_IsRefusedAtStart(string main, string? additional, string? mistake)
    {
        var start = () =>
            StartAsync(o =>
            {
                o.BaseUrl = main;
                o.AdditionalBaseUrls = additional is null ? [] : [additional];
            });
        if (mistake is null)
        {
            await (await start()).DisposeAsync();
            return;
        }

        var e = await Assert.ThrowsAsync<SamlSpConfigurationException>(start);
        Assert.StartsWith(mistake, Assert.Single(e.Errors), StringComparison.Ordinal);
    }

    private static Task<TestApp> StartAsync(Action<SamlSpOptions> configure, Action<WebApplication>? map = null) =>
        TestApp.StartAsync(configure, map: map);

    private static string Answer(TestApp app, string requestId, string acs, string entityId) =>
        (
            TestIdp.Create().Member().At(app.Clock.GetUtcNow()).Answering(requestId) with
            {
                Destination = acs,
                Recipient = acs,
                Audiences = [entityId],
            }
        )
            .SignedResponse()
            .ToFormValue();
}
