using System.Net;
using SamlSp.Testing;

namespace SamlSp.Interop.Tests;

/// <summary>
/// Logout while our cookies are blocked, or the identity provider is down. The two are different sites, as in production.
/// </summary>
public sealed class LogoutTests
{
    [Fact]
    public async Task IdpLogout_OurCookiesBlocked_EndsTheSession()
    {
        await using var idp = await SimpleSamlPhp.StartAsync(host: "localhost");
        var browser = new HttpBrowser();
        await browser.GoAsync(idp.Server.BaseUrl + "/session");
        await browser.SignInAsync("charlie");
        Assert.Equal(HttpStatusCode.OK, await SessionAsync(browser, idp));

        browser.BlocksCookiesAt = "localhost";
        browser.Visited.Clear();
        await browser.GoAsync($"{idp.Url}/saml2/idp/initSLO.php?RelayState={Uri.EscapeDataString(idp.Url + "/")}");
        Assert.Contains(
            browser.Visited,
            url => url.OriginalString.StartsWith(idp.Server.BaseUrl + "/Saml2/Logout?SAMLRequest=", StringComparison.Ordinal)
        );
        Assert.Contains(
            browser.Visited,
            url =>
                url.OriginalString.StartsWith(idp.Url, StringComparison.Ordinal)
                && url.Query.Contains("SAMLResponse=", StringComparison.Ordinal)
        );
        browser.BlocksCookiesAt = null;
        Assert.Equal(HttpStatusCode.Unauthorized, await SessionAsync(browser, idp));
    }

    [Fact]
    public async Task LogoutResponse_OurCookiesBlocked_IsRefusedAfterTheSessionEnded()
    {
        await using var idp = await SimpleSamlPhp.StartAsync(host: "localhost");
        var browser = new HttpBrowser();
        await browser.GoAsync(idp.Server.BaseUrl + "/session");
        await browser.SignInAsync("alice");
        var copy = browser.CookieHeader(idp.Server.BaseUrl);
        Assert.Equal(HttpStatusCode.OK, await WithCookiesAsync(idp, copy));
        await browser.GoAsync(idp.Server.BaseUrl + "/logout");
        Assert.Contains("signed out there as well", browser.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, await WithCookiesAsync(idp, copy));

        // The same answer in a browser that did not ask.
        var otherBrowser = new HttpBrowser();
        await otherBrowser.GoAsync(browser.Visited[^1].OriginalString);
        Assert.Equal(HttpStatusCode.Forbidden, otherBrowser.Status);
    }

    [Fact]
    public async Task Logout_IdentityProviderDown_EndsTheLocalSession()
    {
        await using var idp = await SimpleSamlPhp.StartAsync();
        var browser = new HttpBrowser();
        await browser.GoAsync(idp.Server.BaseUrl + "/session");
        await browser.SignInAsync("alice");
        Assert.Equal(HttpStatusCode.OK, await SessionAsync(browser, idp));

        idp.KillIdentityProvider();
        await Assert.ThrowsAsync<HttpRequestException>(() => browser.GoAsync(idp.Server.BaseUrl + "/logout"));
        Assert.StartsWith(idp.Url, browser.Visited[^1].OriginalString, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, await SessionAsync(browser, idp));

        // Nothing is left that would prevent the next sign-in.
        await browser.GoAsync(idp.Server.BaseUrl + "/login");
        Assert.Equal(HttpStatusCode.OK, browser.Status);
    }

    private static async Task<HttpStatusCode> SessionAsync(HttpBrowser browser, SimpleSamlPhp idp)
    {
        await browser.GetJsonAsync(idp.Server.BaseUrl + "/session");
        return browser.Status;
    }

    private static async Task<HttpStatusCode> WithCookiesAsync(SimpleSamlPhp idp, string cookies)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseCookies = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, idp.Server.BaseUrl + "/session");
        request.Headers.Accept.ParseAdd("application/json");
        request.Headers.TryAddWithoutValidation("Cookie", cookies);
        using var answer = await client.SendAsync(request);
        return answer.StatusCode;
    }
}
