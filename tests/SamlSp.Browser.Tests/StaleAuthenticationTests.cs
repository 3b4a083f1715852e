using System.Text.Json;
using Microsoft.Playwright;

namespace SamlSp.Browser.Tests;

/// <summary>A guest whose tenant remembers them from the day before comes in, after one new authentication.</summary>
public sealed class StaleAuthenticationTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const string Guest = "charlie@altostrat.com";
    private const string Yesterday = "1560";

    [Theory]
    [InlineData(TwoSitesServer.Saml, false)]
    [InlineData(TwoSitesServer.Saml, true)]
    [InlineData(TwoSitesServer.Oidc, false)]
    [InlineData(TwoSitesServer.Oidc, true)]
    public async Task Guest_AuthenticatedYesterday_AuthenticatesOnceMoreAndComesIn(string organization, bool severalOrganizations)
    {
        await using var server = severalOrganizations
            ? new TwoSitesServer(TwoSitesServer.Saml, TwoSitesServer.Oidc)
            : new TwoSitesServer(organization);
        var page = await chromium.WindowAsync();
        await StartAsync(page, server.Url + "/session?wanted=1", severalOrganizations ? organization : null);
        await PickAsync(page, Yesterday);

        // The tenant is asked to authenticate anew, and the guest gets to the page that they wanted.
        await Assertions.Expect(page.GetByText("The app asks you to sign in again.")).ToBeVisibleAsync();
        await PickAsync(page, "0");
        await page.WaitForURLAsync(server.Url + "/session?wanted=1");
        var session = JsonDocument.Parse(await page.InnerTextAsync("body")).RootElement;
        Assert.Equal(organization, session.GetProperty("organization").GetString());
        Assert.InRange(
            session.GetProperty("expiresAt").GetDateTimeOffset() - DateTimeOffset.UtcNow,
            TimeSpan.FromHours(7.9),
            TimeSpan.FromHours(8.1)
        );
    }

    [Theory]
    [InlineData(TwoSitesServer.Saml)]
    [InlineData(TwoSitesServer.Oidc)]
    public async Task Guest_StillOldAfterANewAuthentication_IsRefusedAndCanSignInAgain(string organization)
    {
        await using var server = new TwoSitesServer(TwoSitesServer.Saml, TwoSitesServer.Oidc);
        var page = await chromium.WindowAsync();
        await StartAsync(page, server.Url + "/session?wanted=2", organization);
        await PickAsync(page, Yesterday);
        await Assertions.Expect(page.GetByText("The app asks you to sign in again.")).ToBeVisibleAsync();
        await PickAsync(page, Yesterday);
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("You could not be signed in");

        // Neither the organization nor the page has to be found again.
        await page.GetByRole(AriaRole.Link, new() { Name = "Sign in again" }).ClickAsync();
        await PickAsync(page, "0");
        await page.WaitForURLAsync(server.Url + "/session?wanted=2");
    }

    [Theory]
    [InlineData(TwoSitesServer.Saml, "/login?identifier=saml")]
    [InlineData(TwoSitesServer.Saml, "/Saml2/SignIn?organization=saml")]
    [InlineData(TwoSitesServer.Oidc, "/login?identifier=oidc")]
    [InlineData(TwoSitesServer.Oidc, "/Saml2/SignIn?organization=oidc")]
    public async Task Guest_AfterAnEndByPolicy_AuthenticatesAnewWhicheverWayTheSignInStarts(string organization, string start)
    {
        await using var server = new TwoSitesServer(organization);
        var page = await chromium.WindowAsync();
        await page.GotoAsync(server.Url + "/session");
        await PickAsync(page, "0");
        await page.WaitForURLAsync(server.Url + "/session");
        server.Clock.Advance(TimeSpan.FromHours(9));
        await page.GotoAsync(server.Url + start);
        await Assertions.Expect(page.GetByText("The app asks you to sign in again.")).ToBeVisibleAsync();
    }

    private static async Task StartAsync(IPage page, string url, string? organization)
    {
        await page.GotoAsync(url);
        if (organization is not null)
        {
            await page.GetByLabel("Organization or e-mail address").FillAsync(organization);
            await page.Keyboard.PressAsync("Enter");
        }
    }

    /// <summary>Picks the guest's account, who authenticated that many minutes ago.</summary>
    private static async Task PickAsync(IPage page, string minutes)
    {
        var age = page.GetByLabel("Minutes since the user authenticated");
        await age.EvaluateAsync("input => { input.closest('details').open = true; }");
        await age.FillAsync(minutes);
        await page.GetByRole(AriaRole.Button, new() { Name = Guest }).ClickAsync();
    }
}
