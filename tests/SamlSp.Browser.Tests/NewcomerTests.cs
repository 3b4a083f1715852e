using System.Text.Json;
using Microsoft.Playwright;

namespace SamlSp.Browser.Tests;

/// <summary>What the README promises: three kinds of user sign in, and see who they are and until when.</summary>
public sealed class NewcomerTests(Chromium chromium, SandboxServer server) : IClassFixture<Chromium>, IClassFixture<SandboxServer>
{
    [Theory]
    [InlineData("alice", "alice@example.com", "alice@example.com", "member", "/", 24)]
    [InlineData("charlie", "charlie@altostrat.com", "charlie_altostrat.com@example.com", "entraGuest", "/guests", 8)]
    [InlineData("user", "user@hotmail.com", "user_hotmail.com@example.com", "externalGuest", "/guests", 8)]
    public async Task SignIn_EachUser_ShowsTheirSession(
        string name,
        string account,
        string nameId,
        string userType,
        string orgUnit,
        int hours
    )
    {
        var page = await chromium.WindowAsync();
        await page.GotoAsync(server.Url);
        if (name == "alice")
        {
            await Screenshots.LookAsync(page, "start");
        }

        await page.GetByRole(AriaRole.Link, new() { Name = "Sign in at Contoso (sandbox)" }).ClickAsync();
        if (name == "alice")
        {
            await Screenshots.LookAsync(page, "sandbox-sign-in");
        }

        await page.GetByRole(AriaRole.Button, new() { Name = account }).ClickAsync();
        await page.WaitForURLAsync(server.Url + "/");
        await Assertions.Expect(page.GetByRole(AriaRole.Cell, new() { Name = nameId })).ToBeVisibleAsync();
        await Screenshots.LookAsync(page, "signed-in-" + name);

        await page.GetByRole(AriaRole.Link, new() { Name = "My session as JSON" }).ClickAsync();
        var session = JsonDocument.Parse(await page.InnerTextAsync("body")).RootElement;
        Assert.Equal(nameId, session.GetProperty("nameId").GetString());
        Assert.Equal(userType, session.GetProperty("userType").GetString());
        Assert.Equal(orgUnit, session.GetProperty("orgUnit").GetString());
        Assert.Equal(
            session.GetProperty("authenticatedAt").GetDateTimeOffset().AddHours(hours),
            session.GetProperty("expiresAt").GetDateTimeOffset()
        );

        await page.GotoAsync(server.Url);
        await page.GetByRole(AriaRole.Link, new() { Name = "Sign out" }).ClickAsync();
        await page.WaitForURLAsync(server.Url + "/Saml2/Logout?**");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("You are signed out");
        if (name == "alice")
        {
            await Screenshots.LookAsync(page, "signed-out");
        }
    }

    [Fact]
    public async Task SignIn_KeyboardOnly_Completes()
    {
        var page = await chromium.WindowAsync();
        await page.GotoAsync(server.Url + "/login?ReturnUrl=/session");
        await Screenshots.LookAsync(page, "login");
        await page.Keyboard.TypeAsync("alice@example.com");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/sandbox/**");

        // The browser focuses the first account after the page has loaded: a key that comes before that reaches nothing.
        await Assertions.Expect(page.Locator("button:focus")).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync(server.Url + "/session");
        Assert.Contains("alice@example.com", await page.InnerTextAsync("body"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task MyAppsTile_Opened_SignsIn()
    {
        var page = await chromium.WindowAsync();
        await page.GotoAsync(server.Url + "/sandbox/myapps");
        await Screenshots.LookAsync(page, "sandbox-my-apps");
        await page.GetByRole(AriaRole.Link, new() { Name = "Open from here" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "charlie@altostrat.com" }).ClickAsync();
        await page.WaitForURLAsync(server.Url + "/");
        await Assertions.Expect(page.GetByRole(AriaRole.Cell, new() { Name = "charlie_altostrat.com@example.com" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Login_UnknownOrganization_AsksAgain()
    {
        var page = await chromium.WindowAsync();
        await page.GotoAsync(server.Url + "/login");
        await page.GetByLabel("Organization or e-mail address").FillAsync("nobody@nowhere.example");
        await page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("There is no organization with that name or address");
        await Screenshots.LookAsync(page, "login-unknown");
    }

    [Fact]
    public async Task BrokenResponse_Posted_ShowsAReferenceThatIsInTheLog()
    {
        var page = await chromium.WindowAsync();
        await page.GotoAsync(server.Url + "/Saml2/SignIn?organization=sandbox");
        await page.GetByText("Attack lab").ClickAsync();
        await Screenshots.LookAsync(page, "sandbox-attack-lab");
        await page.GetByLabel("Attack").SelectOptionAsync(new SelectOptionValue { Index = 3 });
        await page.GetByRole(AriaRole.Button, new() { Name = "alice@example.com" }).ClickAsync();
        await Screenshots.LookAsync(page, "sandbox-attack-explained");
        await page.GetByRole(AriaRole.Button).ClickAsync();
        await page.WaitForURLAsync(server.Url + "/Saml2/Acs");
        var reference = await page.Locator(".reference").InnerTextAsync();
        Assert.Contains("reference " + reference, server.Log, StringComparison.Ordinal);
        await Screenshots.LookAsync(page, "refused");
    }

    [Fact]
    public async Task ReturnUrl_AnotherHost_StaysOnTheSite()
    {
        var page = await chromium.WindowAsync();
        await page.GotoAsync(server.Url + "/Saml2/SignIn?organization=sandbox&ReturnUrl=" + Uri.EscapeDataString("//evil.example/"));
        await page.GetByRole(AriaRole.Button, new() { Name = "alice@example.com" }).ClickAsync();
        await page.WaitForURLAsync(server.Url + "/");
    }
}
