using Microsoft.Playwright;
using SamlSp.AspNetCore;

namespace SamlSp.Browser.Tests;

/// <summary>An application with ASP.NET Core Identity: sign-in by password and by SamlSp beside each other.</summary>
public sealed class IdentityTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const string Guest = "charlie@altostrat.com";
    private const string Password = "Correct-horse-7";

    [Fact]
    public async Task User_OfAPassword_SignsInBesideSamlSp()
    {
        await using var server = new IdentityServer();
        var page = await chromium.WindowAsync();
        await page.GotoAsync(server.Url + "/Identity/Account/Register");
        await page.GetByLabel("Email").FillAsync("carol@example.net");
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(Password);
        await page.GetByLabel("Confirm Password").FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Register", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Click here to confirm" }).ClickAsync();

        await page.GotoAsync(server.Url + "/Members");
        await page.GetByLabel("Email").FillAsync("carol@example.net");
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Log in", Exact = true }).ClickAsync();
        await page.WaitForURLAsync(server.Url + "/Members");
        await page.GotoAsync(server.Url);
        await Assertions.Expect(page.GetByText("You signed in with your password.")).ToBeVisibleAsync();

        // The policy of guests is none of this user's.
        server.Clock.Advance(TimeSpan.FromHours(9));
        await page.ReloadAsync();
        await Assertions.Expect(page.GetByText("You signed in with your password.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Guest_FirstAndSecondSignIn_IsLinkedAndThenSignedIn()
    {
        await using var server = new IdentityServer();
        await LinkAsync(server);
        var page = await chromium.WindowAsync();

        // The second sign-in leads straight to the page that was asked for.
        await SignInAsync(page, server);
        await page.WaitForURLAsync(server.Url + "/Members");
        await page.GotoAsync(server.Url);
        await Assertions.Expect(page.GetByText("You came by SamlSp as")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Guest_AfterEightHours_IsOutOfIdentitysCookieAndAuthenticatesAnew()
    {
        await using var server = new IdentityServer();
        await LinkAsync(server);
        var page = await chromium.WindowAsync();
        await SignInAsync(page, server);
        await page.WaitForURLAsync(server.Url + "/Members");

        server.Clock.Advance(TimeSpan.FromHours(7.9));
        await page.ReloadAsync();
        await Assertions.Expect(page.GetByText("Only signed-in users see this page")).ToBeVisibleAsync();
        server.Clock.Advance(TimeSpan.FromHours(0.2));
        await page.ReloadAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Log in");
        await page.GetByRole(AriaRole.Button, new() { Name = "Contoso" }).ClickAsync();
        await Assertions.Expect(page.GetByText("The app asks you to sign in again.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = Guest }).ClickAsync();
        await page.WaitForURLAsync(server.Url + "/Members");
    }

    [Fact]
    public async Task Guest_WhoseSessionIsRevoked_IsOutOfIdentitysCookie()
    {
        await using var server = new IdentityServer();
        await LinkAsync(server);
        var page = await chromium.WindowAsync();
        await SignInAsync(page, server);
        await page.WaitForURLAsync(server.Url + "/Members");
        var ended = await server.Sessions.EndAsync(
            new() { Organization = "sandbox", NameId = "charlie_altostrat.com@example.com" },
            SessionEndCause.Revoked,
            default
        );
        Assert.InRange(ended, 1, 2);
        await page.ReloadAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Log in");
    }

    [Fact]
    public async Task Guest_WhoLogsOut_HasNoSessionThere()
    {
        await using var server = new IdentityServer();
        await LinkAsync(server);

        // Newest first, so the two sessions need different times.
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        var page = await chromium.WindowAsync();
        await SignInAsync(page, server);
        await page.WaitForURLAsync(server.Url + "/Members");
        var selector = new SessionSelector { Organization = "sandbox", NameId = "charlie_altostrat.com@example.com" };
        var before = await server.Sessions.ListAsync(selector, default);
        await page.GetByRole(AriaRole.Button, new() { Name = "Log out" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Nobody is signed in.")).ToBeVisibleAsync();

        // The one of this browser is gone, the newest.
        Assert.Equal(before.Skip(1).Select(session => session.Id), (await server.Sessions.ListAsync(selector, default)).Select(s => s.Id));
    }

    [Fact]
    public async Task Member_FromMyApps_GetsToTheLoginOfTheApplication()
    {
        await using var server = new IdentityServer();
        await LinkAsync(server);
        var page = await chromium.WindowAsync();

        // As the tile of My Apps opens it: no challenge of the application.
        await page.GotoAsync(server.Url + "/Saml2/SignIn?organization=sandbox&ReturnUrl=%2FMembers");
        await page.GetByRole(AriaRole.Button, new() { Name = Guest }).ClickAsync();
        await page.WaitForURLAsync(server.Url + "/Members");
    }

    /// <summary>Opens a page for signed-in users, and signs in at Contoso as the guest.</summary>
    private static async Task SignInAsync(IPage page, IdentityServer server)
    {
        await page.GotoAsync(server.Url + "/Members");
        await page.GetByRole(AriaRole.Button, new() { Name = "Contoso" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = Guest }).ClickAsync();
    }

    /// <summary>The first sign-in, in a browser of its own: Identity's page creates an account, which its user confirms.</summary>
    private async Task LinkAsync(IdentityServer server)
    {
        var page = await chromium.WindowAsync();
        await SignInAsync(page, server);
        await Assertions.Expect(page.GetByText("Associate your Contoso account.")).ToBeVisibleAsync();
        await page.GetByLabel("Email").FillAsync(Guest);
        await page.GetByRole(AriaRole.Button, new() { Name = "Register", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Click here to confirm" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Thank you for confirming your email.")).ToBeVisibleAsync();
    }
}
