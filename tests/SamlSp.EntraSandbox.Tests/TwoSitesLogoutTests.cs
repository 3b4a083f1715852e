using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Web;
using SamlSp.Testing;

namespace SamlSp.EntraSandbox.Tests;

/// <summary>
/// Logout with the tenant on another site than the application: it is down, or the application's cookies are blocked.
/// </summary>
public sealed class TwoSitesLogoutTests
{
    [Fact]
    public async Task Logout_TenantDown_EndsSessionAndTokensAndAllowsNewSignIn()
    {
        await using var sites = await TwoSites.StartAsync();
        var browser = new HttpBrowser();
        await sites.SignInAsync(browser, "charlie");
        var copy = browser.CookieHeader(sites.App);
        var token = await TokenAsync(sites, copy);
        Assert.Equal(
            (HttpStatusCode.OK, HttpStatusCode.OK),
            (await CallAsync(sites, "Cookie", copy), await CallAsync(sites, "Authorization", token))
        );

        // The control: while the tenant is up, a logout goes there and comes back.
        var other = new HttpBrowser();
        await sites.SignInAsync(other, "alice");
        await other.GoAsync(sites.App + "/logout");
        Assert.Contains("signed out there as well", other.Text, StringComparison.Ordinal);

        await sites.StopTenantAsync();
        await Assert.ThrowsAsync<HttpRequestException>(() => browser.GoAsync(sites.App + "/logout?ReturnUrl=/session"));
        Assert.StartsWith(sites.Tenant, browser.Visited[^1].OriginalString, StringComparison.Ordinal);

        // Nothing waits for the tenant: a copy of the cookie or a token is refused at once.
        Assert.Equal(
            (HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized),
            (await CallAsync(sites, "Cookie", copy), await CallAsync(sites, "Authorization", token))
        );
        await browser.GetJsonAsync(sites.App + "/session");
        Assert.Equal(HttpStatusCode.Unauthorized, browser.Status);

        // A user who goes back and tries again is told that they are signed out, and nothing is left that would ask the tenant.
        browser.Visited.Clear();
        await browser.GoAsync(sites.App + "/logout");
        Assert.Equal((HttpStatusCode.OK, 1), (browser.Status, browser.Visited.Count));
        Assert.Contains("You are signed out", browser.Text, StringComparison.Ordinal);
        await browser.GoAsync(sites.App + "/login");
        Assert.Equal(HttpStatusCode.OK, browser.Status);

        // The next visit asks to sign in, at the tenant; when it is back, that works.
        browser.Visited.Clear();
        await Assert.ThrowsAsync<HttpRequestException>(() => browser.GoAsync(sites.App + "/session"));
        Assert.StartsWith(sites.Tenant, browser.Visited[^1].OriginalString, StringComparison.Ordinal);
        Assert.Contains("SAMLRequest=", browser.Visited[^1].Query, StringComparison.Ordinal);
        await sites.StartTenantAsync();
        await sites.SignInAsync(browser, "charlie");
        await browser.GetJsonAsync(sites.App + "/session");
        Assert.Equal(HttpStatusCode.OK, browser.Status);
    }

    [Fact]
    public async Task TenantSignOut_FrameWithoutCookies_EndsOnlyThatSession()
    {
        await using var sites = await TwoSites.StartAsync();
        var (browser, bystander) = (new HttpBrowser(), new HttpBrowser());
        await sites.SignInAsync(browser, "charlie");
        await sites.SignInAsync(bystander, "alice");
        var (copy, others) = (browser.CookieHeader(sites.App), bystander.CookieHeader(sites.App));
        Assert.Equal(
            (HttpStatusCode.OK, HttpStatusCode.OK),
            (await CallAsync(sites, "Cookie", copy), await CallAsync(sites, "Cookie", others))
        );

        browser.BlocksCookiesAt = "localhost";
        await browser.GoAsync($"{sites.Tenant}/sandbox/{TestTenant.Id}/signout");
        await browser.SubmitAsync();
        var frame = browser.Page.QuerySelector("iframe")!.GetAttribute("src")!;
        Assert.StartsWith(sites.App + "/Saml2/Logout?SAMLRequest=", frame, StringComparison.Ordinal);
        await browser.GoAsync(frame);
        Assert.StartsWith(sites.Tenant, browser.Location.OriginalString, StringComparison.Ordinal);
        Assert.Contains("The app has ended its session", browser.Text, StringComparison.Ordinal);
        Assert.Equal(
            (HttpStatusCode.Unauthorized, HttpStatusCode.OK),
            (await CallAsync(sites, "Cookie", copy), await CallAsync(sites, "Cookie", others))
        );
    }

    [Fact]
    public async Task LogoutResponse_CookiesBlocked_IsRefusedAfterTheSessionEnded()
    {
        await using var sites = await TwoSites.StartAsync();
        var browser = new HttpBrowser();
        await sites.SignInAsync(browser, "charlie");
        var copy = browser.CookieHeader(sites.App);
        await browser.GoAsync(sites.App + "/logout");
        Assert.Contains("signed out there as well", browser.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync(sites, "Cookie", copy));

        // The same answer in a browser that keeps no cookies: refused, with a page and without a loop.
        var otherBrowser = new HttpBrowser { BlocksCookiesAt = "localhost" };
        await otherBrowser.GoAsync(browser.Visited[^1].OriginalString);
        Assert.Equal((HttpStatusCode.Forbidden, 1), (otherBrowser.Status, otherBrowser.Visited.Count));
    }

    /// <summary>An API token of the user's session, as a program on their computer gets it.</summary>
    private static async Task<string> TokenAsync(TwoSites sites, string cookies)
    {
        const string RedirectUri = "http://127.0.0.1:49152/";
        const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        var challenge = Convert
            .ToBase64String(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)))
            .TrimEnd('=')
            .Replace('+', '-')
            .Replace('/', '_');
        using var client = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false })
        {
            BaseAddress = new(sites.App),
        };
        client.DefaultRequestHeaders.Add("Cookie", cookies);
        var page = await client.GetStringAsync(
            new Uri(
                $"/session/authorize?response_type=code&client_id=test&redirect_uri={Uri.EscapeDataString(RedirectUri)}&code_challenge={challenge}&code_challenge_method=S256",
                UriKind.Relative
            )
        );
        var ticket = new AngleSharp.Html.Parser.HtmlParser()
            .ParseDocument(page)
            .QuerySelector("input[name=ticket]")!
            .GetAttribute("value")!;
        using var consent = new FormUrlEncodedContent([new("ticket", ticket), new("answer", "allow")]);
        using var back = await client.PostAsync(new Uri("/session/authorize", UriKind.Relative), consent);
        var code = HttpUtility.ParseQueryString(back.Headers.Location!.Query)["code"]!;
        using var form = new FormUrlEncodedContent([
            new("grant_type", "authorization_code"),
            new("code", code),
            new("client_id", "test"),
            new("redirect_uri", RedirectUri),
            new("code_verifier", Verifier),
        ]);
        using var answer = await client.PostAsync(new Uri("/session/token", UriKind.Relative), form);
        using var document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return "Bearer " + document.RootElement.GetProperty("access_token").GetString();
    }

    private static async Task<HttpStatusCode> CallAsync(TwoSites sites, string header, string value)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, sites.App + "/session");
        request.Headers.Accept.ParseAdd("application/json");
        request.Headers.TryAddWithoutValidation(header, value);
        using var answer = await client.SendAsync(request);
        return answer.StatusCode;
    }
}
