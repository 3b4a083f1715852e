using Microsoft.Playwright;
using SamlSp.AspNetCore;

namespace SamlSp.Browser.Tests;

/// <summary>
/// Chromium checks every redirect that follows a form against the page's form-action (CSP 3, 4.2.4): sign-ins that leave our host after a
/// form must still finish.
/// </summary>
public sealed class FormRedirectTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const string Alice = "alice@example.com";

    [Theory]
    [InlineData(TwoSitesServer.Saml)]
    [InlineData(TwoSitesServer.Oidc)]
    public async Task Gateway_AppOnAHostOfItsOwn_FinishesTheSignIn(string organization)
    {
        await using var server = new TwoSitesServer(organization);
        var page = await chromium.WindowAsync();
        await page.GotoAsync(server.AppUrl + "/wiki?page=1");
        await PickAsync(page);
        await page.WaitForURLAsync(server.AppUrl + "/wiki?page=1");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading)).ToHaveTextAsync("Hello " + Alice);
    }

    [Theory]
    [InlineData(TwoSitesServer.Saml)]
    [InlineData(TwoSitesServer.Oidc)]
    public async Task Gateway_AppOnAHostOfItsOwnBehindTheLoginPage_FinishesTheSignIn(string organization)
    {
        await using var server = new TwoSitesServer(TwoSitesServer.Saml, TwoSitesServer.Oidc);
        var page = await chromium.WindowAsync();
        await page.GotoAsync(server.AppUrl + "/wiki?page=1");
        await page.GetByLabel("Organization or e-mail address").FillAsync(organization);
        await page.Keyboard.PressAsync("Enter");
        await PickAsync(page);
        await page.WaitForURLAsync(server.AppUrl + "/wiki?page=1");

        // The tenant remembers the user, so the second sign-in has no page but our login page's form.
        await page.Context.ClearCookiesAsync(new() { Name = SamlSpDefaults.SessionScheme });
        await page.GotoAsync(server.AppUrl + "/wiki?page=2");
        await page.GetByLabel("Organization or e-mail address").FillAsync(organization);
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync(server.AppUrl + "/wiki?page=2");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading)).ToHaveTextAsync("Hello " + Alice);
    }

    [Theory]
    [InlineData(TwoSitesServer.Saml)]
    [InlineData(TwoSitesServer.Oidc)]
    [InlineData(TwoSitesServer.Terms)]
    public async Task Gateway_DeepLinkOf4000Characters_IsKept(string organization)
    {
        await using var server = new TwoSitesServer(organization);
        var page = await chromium.WindowAsync();
        var wiki = (server.AppUrl + "/wiki?q=" + string.Concat(Enumerable.Repeat("abcdefg%2F%3D", 310)))[..4000];
        await page.GotoAsync(wiki);
        await PickAsync(page);
        if (organization == TwoSitesServer.Terms)
        {
            await page.GetByRole(AriaRole.Button, new() { Name = "Accept" }).ClickAsync();
        }

        await page.WaitForURLAsync(wiki);
        await Assertions.Expect(page.GetByRole(AriaRole.Heading)).ToHaveTextAsync("Hello " + Alice);

        // The same below our own host.
        await page.Context.ClearCookiesAsync();
        var console = server.Url + wiki[server.AppUrl.Length..].Replace("/wiki?q=", "/console/account?q=", StringComparison.Ordinal);
        await page.GotoAsync(console);
        await PickAsync(page);
        await page.WaitForURLAsync(console);
    }

    [Fact]
    public async Task Gateway_TermsOfServiceAccepted_LeadsToTheApp()
    {
        await using var server = new TwoSitesServer(TwoSitesServer.Terms);
        var page = await chromium.WindowAsync();
        await page.GotoAsync(server.AppUrl + "/wiki?page=1");
        await PickAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Accept" }).ClickAsync();
        await page.WaitForURLAsync(server.AppUrl + "/wiki?page=1");
    }

    [Theory]
    [InlineData(TwoSitesServer.Saml)]
    [InlineData(TwoSitesServer.Oidc)]
    public async Task SignIn_ReturnUrlRedirectsToAnotherHost_Finishes(string organization)
    {
        await using var server = new TwoSitesServer(organization);
        var page = await chromium.WindowAsync();
        await page.GotoAsync(server.Url + "/Saml2/SignIn?ReturnUrl=/leave");
        await PickAsync(page);
        await page.WaitForURLAsync(server.AppUrl + "/open");
    }

    [Fact]
    public async Task SignIn_PostOnlyIdentityProviderRedirects_Arrives()
    {
        await using var server = new TwoSitesServer(TwoSitesServer.PostOnly);
        var page = await chromium.WindowAsync();
        await page.GotoAsync(server.Url + "/Saml2/SignIn");
        await page.WaitForURLAsync(server.PostOnlySignInUrl);
    }

    [Theory]
    [InlineData(TwoSitesServer.Saml)]
    [InlineData(TwoSitesServer.Oidc)]
    public async Task Console_SearchAfterTheSessionHasEnded_LeadsToTheSignIn(string organization)
    {
        await using var server = new TwoSitesServer(organization);
        var page = await SignInAsync(server, "/console/users");
        server.Clock.Advance(TimeSpan.FromDays(2));
        await page.GetByRole(AriaRole.Searchbox).FillAsync("alice");
        await page.Keyboard.PressAsync("Enter");

        // The tenant remembers the user.
        await page.WaitForURLAsync(url => url.StartsWith(server.Url + "/console/users?text=alice", StringComparison.Ordinal));
        await Assertions.Expect(page.GetByRole(AriaRole.Searchbox)).ToHaveValueAsync("alice");
    }

    [Fact]
    public async Task Console_FormAfterTheSessionHasEnded_SaysThatNothingWasSaved()
    {
        await using var server = new TwoSitesServer(TwoSitesServer.Saml);
        var page = await SignInAsync(server, "/console/provisioning");
        server.Clock.Advance(TimeSpan.FromDays(2));
        await page.EvaluateAsync("document.querySelector('form[method=post]').submit()");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Your session has ended");
        await page.GetByRole(AriaRole.Link, new() { Name = "Sign in again" }).ClickAsync();
        await page.WaitForURLAsync(server.Url + "/console/provisioning");
    }

    private async Task<IPage> SignInAsync(TwoSitesServer server, string path)
    {
        var page = await chromium.WindowAsync();
        await page.GotoAsync(server.Url + path);
        await PickAsync(page);
        await page.WaitForURLAsync(server.Url + path);
        return page;
    }

    private static Task PickAsync(IPage page) => page.GetByRole(AriaRole.Button, new() { Name = Alice }).ClickAsync();
}
