using System.Diagnostics;
using Microsoft.Playwright;

namespace SamlSp.Browser.Tests;

/// <summary>
/// The whole path without Entra: the sandbox tenant provisions its users, and a guest who is disabled there is signed out here at once.
/// </summary>
public sealed class ProvisioningTests(Chromium chromium, SandboxServer server) : IClassFixture<Chromium>, IClassFixture<SandboxServer>
{
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task Provisioning_DisabledGuest_IsSignedOutWithinTwoSeconds()
    {
        var administrator = await chromium.WindowAsync();
        await administrator.GotoAsync(server.Url + "/sandbox/myapps");
        await administrator.GetByRole(AriaRole.Link, new() { Name = "Provisioning" }).ClickAsync();
        await administrator.GetByRole(AriaRole.Button, new() { Name = "Run a cycle" }).ClickAsync();
        await Assertions.Expect(administrator.Locator("#log li").Filter(new() { HasText = "POST Users" })).ToHaveCountAsync(3);
        await Assertions.Expect(administrator.Locator("#log li").Filter(new() { HasText = "POST Groups" }).First).ToContainTextAsync("201");
        await Assertions.Expect(administrator.Locator("#log .error")).ToHaveCountAsync(0);
        await Screenshots.LookAsync(administrator, "sandbox-provisioning");

        var guest = await chromium.WindowAsync();
        await SignInAsync(guest);
        Assert.Contains("/guests", await guest.InnerTextAsync("body"), StringComparison.Ordinal);

        await administrator
            .Locator(".tile")
            .Filter(new() { HasText = "charlie@altostrat.com" })
            .GetByRole(AriaRole.Button, new() { Name = "Disable" })
            .ClickAsync();
        await Assertions.Expect(administrator.Locator("#log li")).ToContainTextAsync("PATCH Users");
        var watch = Stopwatch.StartNew();
        while (
            (
                await guest.APIRequest.GetAsync(
                    server.Url + "/session",
                    new() { Headers = [KeyValuePair.Create("Accept", "application/json")], MaxRedirects = 0 }
                )
            ).Status != 401
        )
        {
            Assert.True(watch.Elapsed < AtOnce, "the guest is still in");
        }

        // The next page leads to the identity provider, where the user is still signed in. Its answer is refused here with a page.
        await guest.GotoAsync(server.Url + "/session");
        await guest.WaitForURLAsync(server.Url + "/Saml2/Acs");
        await Assertions.Expect(guest.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
        await Screenshots.LookAsync(guest, "refused-suspended");

        await administrator
            .Locator(".tile")
            .Filter(new() { HasText = "charlie@altostrat.com" })
            .GetByRole(AriaRole.Button, new() { Name = "Restore" })
            .ClickAsync();
        await Assertions.Expect(administrator.Locator("#log li")).ToContainTextAsync("200");
        await SignInAsync(await chromium.WindowAsync());
    }

    private async Task SignInAsync(IPage page)
    {
        await page.GotoAsync(server.Url + "/login?ReturnUrl=/session");
        await page.GetByLabel("Organization or e-mail address").FillAsync("charlie@altostrat.com");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Button, new() { Name = "charlie@altostrat.com" }).ClickAsync();
        await page.WaitForURLAsync(server.Url + "/session");
    }
}
