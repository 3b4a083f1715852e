using System.Net;
using System.Text.Json;

namespace SamlSp.Interop.Tests;

/// <summary>What every identity provider has to do with our server, by OpenID Connect.</summary>
public abstract class OpenIdPeerTests<TPeer>(TPeer peer) : IClassFixture<TPeer>
    where TPeer : OpenIdPeer
{
    /// <summary>The identity provider, and our server.</summary>
    protected TPeer Peer => peer;

    [Fact]
    public async Task SignIn_ByOurServer_StartsASession()
    {
        using var browser = new HttpBrowser();
        await SignInAsync(browser);
        var session = await SessionAsync(browser);
        Assert.Equal(peer.UserNameId, session.GetProperty("nameId").GetString());
        Assert.Equal(
            session.GetProperty("authenticatedAt").GetDateTimeOffset().AddHours(1),
            session.GetProperty("expiresAt").GetDateTimeOffset()
        );
    }

    [Fact]
    public async Task Logout_ByOurServer_EndsBothSessions()
    {
        using var browser = new HttpBrowser();
        await SignInAsync(browser);
        await SessionAsync(browser);
        await browser.GoAsync(peer.SpUrl + "/logout");
        await peer.ConfirmLogoutAsync(browser);
        Assert.True(browser.Location.OriginalString.StartsWith(peer.SpUrl, StringComparison.Ordinal), Describe(browser));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(browser));
        await browser.GoAsync(peer.SpUrl + "/session");
        Assert.True(peer.AsksForPassword(browser), Describe(browser));
    }

    [Fact]
    public async Task PolicyEnd_SessionAtTheIdentityProvider_AsksForThePasswordAgain()
    {
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

    /// <summary>Signs in from our server.</summary>
    private protected async Task SignInAsync(HttpBrowser browser)
    {
        await browser.GoAsync(peer.SpUrl + "/session");
        await AnswerAsync(browser);
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

    private async Task AnswerAsync(HttpBrowser browser)
    {
        Assert.True(peer.AsksForPassword(browser), Describe(browser));
        await peer.TypePasswordAsync(browser);
        await peer.ConfirmAsync(browser);
        Assert.True(browser.Location.OriginalString == peer.SpUrl + "/session", Describe(browser));
    }

    private protected async Task<HttpStatusCode> StatusAsync(HttpBrowser browser)
    {
        await browser.GetJsonAsync(peer.SpUrl + "/session");
        return browser.Status;
    }
}
