using Microsoft.Playwright;
using SamlSp.Testing;

namespace SamlSp.Browser.Tests;

/// <summary>The identity provider is another site, as in production: SameSite=Lax withholds our cookies when it posts.</summary>
public sealed class CrossSiteTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task CrossSite_RealBrowser_SignsInAndOut()
    {
        await using var idp = await SimpleSamlPhp.StartAsync(host: "localhost");
        var page = await chromium.WindowAsync();
        var posts = 0;
        page.Request += (_, request) => posts += request.Method == "POST" && request.Url == idp.Server.BaseUrl + "/Saml2/Acs" ? 1 : 0;
        await page.GotoAsync(idp.Server.BaseUrl + "/login?ReturnUrl=/session");
        await page.GetByLabel("Organization or e-mail address").FillAsync("charlie@example.com");
        await page.Keyboard.PressAsync("Enter");
        await page.FillAsync("#username", "charlie");
        await page.FillAsync("#password", "pw");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync(idp.Server.BaseUrl + "/session");
        Assert.Contains("\"charlie_altostrat.com@example.com\"", await page.InnerTextAsync("body"), StringComparison.Ordinal);
        Assert.Equal(2, posts);

        await page.GotoAsync(idp.Server.BaseUrl + "/logout");
        await page.WaitForURLAsync(idp.Server.BaseUrl + "/Saml2/Logout?**");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading)).ToHaveTextAsync("You are signed out");
        var after = await page.GotoAsync(idp.Server.BaseUrl + "/session");
        Assert.StartsWith(idp.Url, after!.Url, StringComparison.Ordinal);
    }
}
