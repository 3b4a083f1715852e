using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace SamlSp.Browser.Tests;

/// <summary>A sign-in by OpenID Connect in a real browser, used as users do: Back, reload, a bookmark, a cookie that is gone.</summary>
public sealed class OpenIdCorrelationTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const string Alice = "alice@example.com";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task BrowserBack_AfterSignIn_LeadsToTheWantedPage(bool signedInAtTheTenant)
    {
        await using var server = new TwoSitesServer(TwoSitesServer.Oidc);
        var page = await chromium.WindowAsync();
        await StartAsync(server, page, "/session?wanted=1");
        var callback = "";
        page.Request += (_, request) =>
            callback = request.Url.StartsWith(server.Url + "/auth/oidc/callback", StringComparison.Ordinal) ? request.Url : callback;
        await PickAsync(page);
        await page.WaitForURLAsync(server.Url + "/session?wanted=1");
        if (!signedInAtTheTenant)
        {
            await page.Context.ClearCookiesAsync(new() { Name = "SamlSp.EntraSandbox" });
        }

        await page.GoBackAsync();
        if (!signedInAtTheTenant)
        {
            await PickAsync(page);
        }

        await page.WaitForURLAsync(server.Url + "/session?wanted=1");
        Assert.Contains(Alice, await page.InnerTextAsync("body"), StringComparison.Ordinal);

        // The same answer once more, as a reload at the wrong moment sends it.
        await page.GotoAsync(callback);
        await page.WaitForURLAsync(server.Url + "/session?wanted=1");
    }

    [Theory]
    [InlineData("bookmark")]
    [InlineData("lost state")]
    public async Task SignInUrl_OpenedWithoutItsRequest_SignsInAfterOneMoreRound(string how)
    {
        await using var server = new TwoSitesServer(TwoSitesServer.Oidc);
        var page = await chromium.WindowAsync();
        var statuses = new List<int>();
        page.Response += (_, response) =>
        {
            if (response.Url.StartsWith(server.Url + "/auth/oidc/callback", StringComparison.Ordinal))
            {
                statuses.Add(response.Status);
            }
        };
        await StartAsync(server, page, "/session");
        if (how == "bookmark")
        {
            var bookmark = page.Url;
            await page.Context.ClearCookiesAsync();
            await page.GotoAsync(bookmark);
        }
        else
        {
            await page.Context.ClearCookiesAsync(new() { NameRegex = new Regex("State", RegexOptions.None, TimeSpan.FromSeconds(1)) });
        }

        await PickAsync(page);
        await page.WaitForURLAsync(server.Url + "/");
        await Assertions.Expect(page.GetByRole(AriaRole.Cell, new() { Name = Alice })).ToBeVisibleAsync();
        Assert.Equal([403, 303], statuses);
    }

    [Fact]
    public async Task EntraError_UserDeclined_IsExplained()
    {
        await using var server = new TwoSitesServer(TwoSitesServer.Oidc);
        var page = await chromium.WindowAsync();
        await StartAsync(server, page, "/session");
        var state = System.Web.HttpUtility.ParseQueryString(new Uri(page.Url).Query)["state"];
        await page.GotoAsync(
            $"{server.Url}/auth/oidc/callback?error=access_denied&error_description=AADSTS65004%3A+User+declined&state={state}"
        );
        await page.WaitForURLAsync(url => url.StartsWith(server.Url + "/Saml2/Refused?", StringComparison.Ordinal));
        await Assertions.Expect(page.GetByText("You did not accept what the app asks for.")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("AADSTS65004", new() { Exact = true })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Sign in again" }).ClickAsync();
        await PickAsync(page);
        await page.WaitForURLAsync(server.Url + "/session");
    }

    [Fact]
    public async Task SignOut_SessionInTheStore_TellsTheTenantWhomToSignOut()
    {
        await using var server = new TwoSitesServer(TwoSitesServer.Oidc);
        var page = await chromium.WindowAsync();
        var sent = new Uri(server.Url);
        page.Request += (_, request) =>
            sent = request.Url.Contains("/oauth2/v2.0/logout?", StringComparison.Ordinal) ? new Uri(request.Url) : sent;
        await StartAsync(server, page, "/session");
        await PickAsync(page);
        await page.WaitForURLAsync(server.Url + "/session");
        await page.GotoAsync(server.Url + "/logout");
        await Assertions.Expect(page.GetByText("does not say whether you are signed out there as well")).ToBeVisibleAsync();
        var hint = System.Web.HttpUtility.ParseQueryString(sent.Query)["id_token_hint"];
        Assert.Equal(Alice, new Microsoft.IdentityModel.JsonWebTokens.JsonWebToken(hint).GetPayloadValue<string>("preferred_username"));
    }

    private static async Task StartAsync(TwoSitesServer server, IPage page, string returnUrl)
    {
        await page.GotoAsync($"{server.Url}/Saml2/SignIn?organization=oidc&ReturnUrl={Uri.EscapeDataString(returnUrl)}");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = Alice })).ToBeVisibleAsync();
    }

    private static Task PickAsync(IPage page) => page.GetByRole(AriaRole.Button, new() { Name = Alice }).ClickAsync();
}
