using Microsoft.Playwright;
using SamlSp.AspNetCore;

namespace SamlSp.Browser.Tests;

/// <summary>A page that asks for a sign-in within 15 minutes, by a method that phishing cannot imitate.</summary>
public sealed class StepUpTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Theory]
    [InlineData(ConnectionProtocol.Saml2)]
    [InlineData(ConnectionProtocol.OpenIdConnect)]
    public async Task Page_BehindFifteenMinutesAndAPasskey_AsksForBothAndLetsIn(ConnectionProtocol protocol)
    {
        await using var server = await StepUpServer.StartAsync(protocol);
        var page = await chromium.WindowAsync();

        // (1) A password is enough for the start page, and not for the payments.
        await page.GotoAsync(server.Url + "/");
        await PickAsync(page, passkey: false);
        await HasHeadingAsync(page, "Start");
        await page.GotoAsync(server.Url + "/payments");
        await Assertions.Expect(page.GetByText("The app asks you to sign in again.")).ToBeVisibleAsync();

        // (2) A password again: a page with code and reference, and the session goes on.
        await PickAsync(page, passkey: false);
        await HasHeadingAsync(page, "You need another sign-in for this page");
        await Assertions.Expect(page.GetByText("authn_method_insufficient")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".reference")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Go to the start page" }).ClickAsync();
        await HasHeadingAsync(page, "Start");

        // (3) With a passkey, the user is where they wanted to be.
        await page.GotoAsync(server.Url + "/payments");
        await PickAsync(page, passkey: true);
        await HasHeadingAsync(page, "Payments");
        Assert.Equal(server.Url + "/payments", page.Url);

        // (4) A quarter of an hour later, the passkey is asked for again. The start page is not affected.
        server.Clock.Advance(TimeSpan.FromMinutes(15));
        await page.GotoAsync(server.Url + "/");
        await HasHeadingAsync(page, "Start");
        await page.GotoAsync(server.Url + "/payments");
        await Assertions.Expect(page.GetByText("The app asks you to sign in again.")).ToBeVisibleAsync();
        await PickAsync(page, passkey: true);
        await HasHeadingAsync(page, "Payments");
    }

    private static Task HasHeadingAsync(IPage page, string text) =>
        Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(text);

    private static async Task PickAsync(IPage page, bool passkey)
    {
        var box = page.Locator("input[name=passkey]");
        await box.EvaluateAsync("input => { input.closest('details').open = true; }");
        await box.SetCheckedAsync(passkey);
        await page.GetByRole(AriaRole.Button, new() { Name = "alice@example.com" }).ClickAsync();
    }
}
