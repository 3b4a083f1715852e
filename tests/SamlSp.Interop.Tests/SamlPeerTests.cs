using System.Net;
using System.Text;
using System.Text.Json;
using SamlSp.Testing;

namespace SamlSp.Interop.Tests;

/// <summary>What every identity provider has to do with our server, by SAML.</summary>
public abstract class SamlPeerTests<TPeer>(TPeer peer) : IClassFixture<TPeer>
    where TPeer : SamlPeer
{
    /// <summary>The identity provider, and our server.</summary>
    protected TPeer Peer => peer;

    [Fact]
    public async Task SignIn_ByOurServer_StartsASession()
    {
        await peer.ConfigureAsync();
        using var browser = new HttpBrowser();
        var response = await SignInAsync(browser);
        Assert.Contains("http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", response, StringComparison.Ordinal);
        var session = await SessionAsync(browser);
        Assert.Equal("dwho@badwolf.org", session.GetProperty("nameId").GetString());
        Assert.Equal(
            session.GetProperty("authenticatedAt").GetDateTimeOffset().AddHours(1),
            session.GetProperty("expiresAt").GetDateTimeOffset()
        );
    }

    [Fact]
    public async Task SignIn_ByTheIdentityProvider_StartsASession()
    {
        await peer.ConfigureAsync();
        using var browser = new HttpBrowser();
        await browser.GoAsync(peer.StartUrl("/session")!);
        await AnswerAsync(browser);
        Assert.Equal(peer.SpUrl + "/session", browser.Location.OriginalString);
        await SessionAsync(browser);
    }

    [Fact]
    public async Task Logout_ByOurServer_EndsBothSessions()
    {
        await peer.ConfigureAsync();
        using var browser = new HttpBrowser();
        await SignInAsync(browser);
        await browser.GoAsync(peer.SpUrl + "/logout");
        while (browser.Page.QuerySelector("input[name=SAMLResponse]") is not null)
        {
            await browser.SubmitAsync();
        }

        Assert.True(browser.Text.Contains("signed out there as well", StringComparison.Ordinal), Describe(browser));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(browser));
        await browser.GoAsync(peer.SpUrl + "/session");
        Assert.True(peer.AsksForPassword(browser), Describe(browser));
    }

    [Fact]
    public async Task Logout_ByTheIdentityProvider_EndsTheSession()
    {
        await peer.ConfigureAsync();
        using var browser = new HttpBrowser();
        await SignInAsync(browser);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(browser));
        browser.Visited.Clear();
        await browser.GoAsync(peer.StartLogoutUrl!);
        await FinishLogoutAsync(browser);
        Assert.True(browser.Status == HttpStatusCode.OK, Describe(browser));
        Assert.Contains(
            browser.Visited,
            url => url.OriginalString.StartsWith(peer.SpUrl + "/Saml2/Logout?SAMLRequest=", StringComparison.Ordinal)
        );
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(browser));
    }

    [Fact]
    public async Task PolicyEnd_SessionAtTheIdentityProvider_AsksForThePasswordAgain()
    {
        await peer.ConfigureAsync();
        using var browser = new HttpBrowser();
        await SignInAsync(browser);
        var first = (await SessionAsync(browser)).GetProperty("authenticatedAt").GetDateTimeOffset();

        peer.Advance(TimeSpan.FromMinutes(61));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(browser));
        await browser.GoAsync(peer.SpUrl + "/session");
        await peer.RenewAsync(browser);
        await AnswerAsync(browser);
        Assert.InRange(
            (await SessionAsync(browser)).GetProperty("authenticatedAt").GetDateTimeOffset(),
            first.AddHours(1),
            first.AddHours(2)
        );
    }

    /// <summary>Signs in with an encrypted assertion.</summary>
    private protected async Task SignInEncryptedAsync()
    {
        await peer.ConfigureAsync(encrypts: true);
        using var browser = new HttpBrowser();
        var response = await SignInAsync(browser);
        Assert.Contains("EncryptedAssertion", response, StringComparison.Ordinal);
        Assert.DoesNotContain("dwho@badwolf.org", response, StringComparison.Ordinal);
        Assert.Equal("dwho@badwolf.org", (await SessionAsync(browser)).GetProperty("nameId").GetString());
    }

    /// <summary>A sign-in that is refused, and whose reason in the log names what to set.</summary>
    private protected async Task RefuseAsync(string code, string advice, bool encrypts = false, bool usesDefaults = true)
    {
        await peer.ConfigureAsync(encrypts, usesDefaults);
        using var browser = new HttpBrowser();
        await SignInAsync(browser);
        Assert.Equal(HttpStatusCode.Forbidden, browser.Status);
        var reference = browser.Page.QuerySelector(".reference")!.TextContent;
        var start = $"Refused: {code}, reference {reference}";
        string? line = null;

        // The log is another stream than the answer, and may come later.
        await Eventually.HoldsAsync(
            () =>
            {
                line = peer.Server.Output.Split('\n').FirstOrDefault(line => line.Contains(start, StringComparison.Ordinal));
                return Task.FromResult(line is not null);
            },
            TimeSpan.FromSeconds(30),
            start
        );
        Assert.Contains(advice, line, StringComparison.Ordinal);
    }

    /// <summary>Signs in from our server, and gives the Response as XML.</summary>
    private protected async Task<string> SignInAsync(HttpBrowser browser)
    {
        await browser.GoAsync(peer.SpUrl + "/session");
        return await AnswerAsync(browser);
    }

    /// <summary>Types the password, and posts the answer on. Gives the Response as XML.</summary>
    private protected async Task<string> AnswerAsync(HttpBrowser browser)
    {
        Assert.True(peer.AsksForPassword(browser), Describe(browser));
        await peer.TypePasswordAsync(browser);
        var value = browser.Page.QuerySelector("input[name=SAMLResponse]")?.GetAttribute("value");
        Assert.True(value is not null, Describe(browser));
        await browser.SubmitAsync();
        return Encoding.UTF8.GetString(Convert.FromBase64String(value));
    }

    /// <summary>The session, which there has to be.</summary>
    private protected async Task<JsonElement> SessionAsync(HttpBrowser browser)
    {
        var json = await browser.GetJsonAsync(peer.SpUrl + "/session");
        Assert.True(browser.Status == HttpStatusCode.OK, Describe(browser));
        return JsonDocument.Parse(json).RootElement;
    }

    /// <summary>The browser and both logs, for a test that fails.</summary>
    private protected string Describe(HttpBrowser browser) => $"{browser.Status} {browser.Location}\n{browser.Text}\n{peer.Output}";

    private async Task<HttpStatusCode> StatusAsync(HttpBrowser browser)
    {
        await browser.GetJsonAsync(peer.SpUrl + "/session");
        return browser.Status;
    }

    /// <summary>What a browser does with the identity provider's page: posts its forms on, and loads its frames.</summary>
    private static async Task FinishLogoutAsync(HttpBrowser browser)
    {
        while (browser.Page.QuerySelector("input[name=SAMLResponse], input[name=SAMLRequest]") is not null)
        {
            await browser.SubmitAsync();
        }

        var page = browser.Location;
        foreach (var frame in browser.Page.QuerySelectorAll("iframe[src]").Select(frame => frame.GetAttribute("src")!).ToList())
        {
            await browser.GoAsync(new Uri(page, frame).AbsoluteUri);
        }
    }
}
