using System.Net;
using SamlSp.Testing;
using static SamlSp.AspNetCore.Tests.OpenIdConnect.TestOpenIdProvider;

namespace SamlSp.AspNetCore.Tests.OpenIdConnect;

/// <summary>OpenID Connect Front-Channel Logout 1.0, in a frame that no cookie comes to.</summary>
public sealed class FrontchannelLogoutTests : IAsyncLifetime
{
    private const string Path = "/auth/oidc/frontchannel-logout";
    private const string Good = $"{Path}?iss={Issuer}&sid=session-1";
    private readonly TestOpenIdProvider _provider = new();
    private TestApp _app = null!;

    public async Task InitializeAsync() => _app = await _provider.StartAppAsync();

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task FrontchannelLogout_WithoutCookies_EndsTheSessionAndMayBeFramed()
    {
        using var browser = await SignedInAsync();
        using var frame = _app.Browser();
        var answer = await frame.GetAsync(Good);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("frame-ancestors https://op.example https://signout.op.example", policy, StringComparison.Ordinal);
        Assert.False(await HasSessionAsync(browser));
        Assert.Contains("LogoutByIdentityProvider", _app.Log.Text, StringComparison.Ordinal);

        // No other page may be framed, and this one does not say whether there was a session.
        var login = await frame.GetAsync("/login");
        Assert.Contains(
            "frame-ancestors 'none'",
            Assert.Single(login.Headers.GetValues("Content-Security-Policy")),
            StringComparison.Ordinal
        );
        Assert.Equal(await answer.Content.ReadAsStringAsync(), await (await frame.GetAsync(Good)).Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData($"{Path}?iss={Issuer}", "malformed")]
    [InlineData($"{Path}?sid=session-1", "malformed")]
    [InlineData(Path, "malformed")]
    [InlineData($"{Path}?iss={Issuer}&iss={Issuer}&sid=session-1", "malformed")]
    [InlineData($"{Path}?iss={Issuer}&sid=session-1&sid=session-2", "malformed")]
    [InlineData($"{Path}?iss=https://other.example&sid=session-1", "untrusted_issuer")]
    [InlineData($"{Path}?iss={Issuer}/&sid=session-1", "untrusted_issuer")]
    [InlineData($"{Path}?iss={TestTenant.Issuer}&sid=session-1", "untrusted_issuer")]
    [InlineData($"{Path}/op", "malformed")]
    [InlineData($"{Path}/op?iss=&sid=session-1", "malformed")]
    [InlineData($"{Path}/contoso?sid=session-1", "untrusted_issuer")]
    [InlineData($"{Path}/unknown?sid=session-1", "untrusted_issuer")]
    [InlineData($"{Path}/op?iss=https://other.example&sid=session-1", "untrusted_issuer")]
    [InlineData($"{Path}/contoso?iss={Issuer}&sid=session-1", "untrusted_issuer")]
    public async Task FrontchannelLogout_WrongParameters_EndNothing(string address, string code)
    {
        using var browser = await SignedInAsync();
        var refused = await browser.GetAsync(address);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains($"Refused: {code}, ", _app.Log.Text, StringComparison.Ordinal);
        Assert.Contains(
            "frame-ancestors 'none'",
            Assert.Single(refused.Headers.GetValues("Content-Security-Policy")),
            StringComparison.Ordinal
        );
        Assert.True(await HasSessionAsync(browser));
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(Good)).StatusCode);
        Assert.False(await HasSessionAsync(browser));
    }

    /// <summary>Entra sends <c>sid</c> alone.</summary>
    [Theory]
    [InlineData($"{Path}/op?sid=session-1")]
    [InlineData($"{Path}/OP?sid=session-1&iss={Issuer}")]
    public async Task FrontchannelLogout_AddressWithTheOrganization_NeedsNoIssuer(string address)
    {
        using var browser = await SignedInAsync();
        using var frame = _app.Browser();
        Assert.Equal(HttpStatusCode.OK, (await frame.GetAsync(address)).StatusCode);
        Assert.False(await HasSessionAsync(browser));
    }

    [Fact]
    public async Task FrontchannelLogout_HeadPostAndPrefetch_EndNothing()
    {
        using var browser = await SignedInAsync();
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await browser.SendAsync(new(HttpMethod.Head, Good))).StatusCode);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await browser.PostAsync(Good)).StatusCode);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await browser.PostAsync(Path + "/op?sid=session-1")).StatusCode);
        var prefetch = new HttpRequestMessage(HttpMethod.Get, Good) { Headers = { { "Sec-Purpose", "prefetch;prerender" } } };
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await browser.SendAsync(prefetch)).StatusCode);
        Assert.True(await HasSessionAsync(browser));
    }

    [Fact]
    public async Task FrontchannelLogout_OtherSession_StaysSignedIn()
    {
        using var browser = await SignedInAsync();
        using var other = await SignedInAsync("session-2");
        await browser.GetAsync(Good);
        Assert.True(await HasSessionAsync(other));
    }

    private async Task<TestBrowser> SignedInAsync(string sid = "session-1")
    {
        _provider.Claims["sid"] = sid;
        var browser = _app.Browser();
        await _provider.SignInAsync(browser);
        Assert.True(await HasSessionAsync(browser));
        return browser;
    }

    private static async Task<bool> HasSessionAsync(TestBrowser browser) =>
        (await browser.GetAsync("/session", "application/json")).StatusCode == HttpStatusCode.OK;
}
