using Microsoft.Playwright;

namespace SamlSp.Browser.Tests;

/// <summary>Rules are tried on the last sign-ins before they are saved, and every change can be put back; by keyboard.</summary>
public sealed class SavingTests(Chromium chromium, LinkingServer server) : IClassFixture<Chromium>, IClassFixture<LinkingServer>
{
    private const string Tenant = "3b1c7e52-90a4-4c1d-8f57-2d6b0e9a4f11";
    private const string Expression = "Expression in the language of Entra";

    [Fact]
    public async Task Rules_ThatWouldLockOutTheOwner_AskFirstAndArePutBack()
    {
        await LinkAsync();
        var owner = await chromium.WindowAsync();
        await owner.GotoAsync(server.Url + "/Saml2/SignIn?organization=acme&ReturnUrl=/console/rules");
        await owner.GetByRole(AriaRole.Button, new() { Name = "charlie@altostrat.com" }).ClickAsync();
        await owner.WaitForURLAsync("**/console/rules");

        // A path without its slash would refuse everybody. Enter goes back to the form, with what was typed.
        await owner.GetByLabel(Expression).FillAsync("\"guests\"");
        await PressAsync(owner, "Save");
        var alert = owner.GetByRole(AriaRole.Alert);
        await Assertions.Expect(alert).ToContainTextAsync("You would be refused as well.");
        await Assertions.Expect(owner.Locator(".steps li").First).ToContainTextAsync("(you)");
        await Screenshots.LookAsync(owner, "console-saving-question");
        await Assertions.Expect(owner.GetByRole(AriaRole.Button, new() { Name = "Back to the form" })).ToBeFocusedAsync();
        await owner.Keyboard.PressAsync("Enter");
        await Assertions.Expect(owner.GetByLabel(Expression)).ToHaveValueAsync("\"guests\"");

        // One that moves users asks as well, and is saved after that.
        await owner.GetByLabel(Expression).FillAsync("\"/guests/partners\"");
        await PressAsync(owner, "Save");
        await Assertions.Expect(alert).ToContainTextAsync("1 user would be in another org unit");
        await PressAsync(owner, "Save anyway");
        await Assertions.Expect(owner.GetByRole(AriaRole.Status)).ToContainTextAsync("Saved.");

        // The history has the difference, and puts it back.
        await owner.GetByRole(AriaRole.Link, new() { Name = "History" }).First.FocusAsync();
        await owner.Keyboard.PressAsync("Enter");
        await Assertions.Expect(owner.Locator("tbody tr").First).ToContainTextAsync("Org-unit expression");
        await Screenshots.LookAsync(owner, "console-history");
        await owner.Locator("tbody tr th a").First.FocusAsync();
        await owner.Keyboard.PressAsync("Enter");
        await Assertions.Expect(owner.Locator("ins").First).ToContainTextAsync("\"/guests/partners\"");
        await Screenshots.LookAsync(owner, "console-history-change");
        await PressAsync(owner, "Save anyway");
        await Assertions.Expect(owner.GetByRole(AriaRole.Status)).ToContainTextAsync("Put back.");
        await owner.GotoAsync(server.Url + "/console/rules");
        await Assertions.Expect(owner.GetByLabel(Expression)).ToHaveValueAsync("");
    }

    /// <summary>An organization that signs in by OpenID Connect, whose owner is charlie.</summary>
    private async Task LinkAsync()
    {
        var page = await chromium.WindowAsync();
        await page.GotoAsync(server.OwnerLink());
        await page.GetByLabel("Name of the organization").FillAsync("acme");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/console**");
        await page.GotoAsync(server.Url + "/console/settings/connection?protocol=oidc");
        await page.GetByLabel("Authorization URL (v2)").FillAsync($"{server.Url}/sandbox/{Tenant}/oauth2/v2.0/authorize");
        await page.GetByLabel("Token URL (v2)").FillAsync($"{server.Url}/sandbox/{Tenant}/oauth2/v2.0/token");
        await page.GetByLabel("Application (client) ID").FillAsync("8f0c2f4e-7b1d-4a55-9c3e-1d2a6b7c8e90");
        await page.Locator("#client-secret").FillAsync("sandbox~secret~value");
        var tested = await page.RunAndWaitForPopupAsync(() =>
            page.GetByRole(AriaRole.Button, new() { Name = "Test integration" }).ClickAsync()
        );
        await tested.GetByRole(AriaRole.Button, new() { Name = "charlie@altostrat.com" }).ClickAsync();
        await tested.GetByRole(AriaRole.Button, new() { Name = "Save this connection" }).ClickAsync();
        await Assertions.Expect(tested.GetByRole(AriaRole.Status)).ToContainTextAsync("The connection is saved");
    }

    private static async Task PressAsync(IPage page, string button)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).First.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
    }
}
