using Microsoft.Playwright;

namespace SamlSp.Browser.Tests;

/// <summary>The console's questions: the browser's own modal dialogs, with and without JavaScript.</summary>
public sealed class DialogTests(Chromium chromium, ConsoleServer server) : IClassFixture<Chromium>, IClassFixture<ConsoleServer>
{
    [Theory]
    [InlineData("/console/users?text=lovelace", "Delete…", "console-dialog-delete")]
    [InlineData("/console/users?text=lovelace", "Grant a role", null)]
    [InlineData("/console/units", "New unit", "console-dialog-unit")]
    [InlineData("/console/sessions", "End selected sessions", null)]
    [InlineData("/console/sessions", "End all sessions", null)]
    [InlineData("/console/provisioning", "New secret", "console-dialog-secret")]
    public async Task Dialog_OpenedByKeyboard_IsModalAndGivesTheFocusBack(string path, string name, string? picture)
    {
        var page = await OpenAsync(path);
        var opener = page.GetByRole(AriaRole.Button, new() { Name = name }).First;
        await opener.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        var dialog = page.Locator("dialog:modal");
        await Assertions.Expect(dialog).ToBeVisibleAsync();

        foreach (var (width, height) in new[] { (1280, 900), (390, 844) })
        {
            await page.SetViewportSizeAsync(width, height);
            var box = (await dialog.BoundingBoxAsync())!;
            Assert.InRange(Math.Abs((box.X + (box.Width / 2)) - (width / 2.0)), 0, 10);
            Assert.InRange(Math.Abs((box.Y + (box.Height / 2)) - (height / 2.0)), 0, 10);
        }

        // The focus goes round in the dialog. Between two rounds it is at the browser, for which the page has its body.
        for (var i = 0; i < 9; i++)
        {
            Assert.True(
                await page.EvaluateAsync<bool>(
                    "document.activeElement === document.body || document.querySelector('dialog:modal').contains(document.activeElement)"
                ),
                $"{name}: the focus has left the dialog after {i} times Tab"
            );
            await page.Keyboard.PressAsync("Tab");
        }

        if (picture is not null)
        {
            await Screenshots.LookAsync(page, picture);
        }

        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(dialog).ToHaveCountAsync(0);
        await Assertions.Expect(opener).ToBeFocusedAsync();

        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(dialog).ToBeVisibleAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(dialog).ToHaveCountAsync(0);
        await Assertions.Expect(opener).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Dialog_WithoutJavaScript_AsksBeforeTheUserIsDeleted()
    {
        var page = await OpenAsync("/console/users?text=knuth&state=Suspended", script: false);
        var address = page.Url;
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete…" }).ClickAsync();
        await page.Locator("#phrase").FillAsync("Delete User");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Nothing was deleted.");

        await page.GetByRole(AriaRole.Button, new() { Name = "Delete…" }).ClickAsync();
        await page.Locator("#phrase").FillAsync("Delete User from Organization");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("was deleted");
        await page.GotoAsync(address);
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("This user does not exist");
    }

    /// <summary>Browsers from before December 2025 do not know the attribute. Then the script opens and closes the dialog.</summary>
    [Fact]
    public async Task Dialog_BrowserWithoutCommands_IsOpenedByTheScript()
    {
        var page = await OpenAsync("/console/units");
        await page.AddInitScriptAsync(
            "delete HTMLButtonElement.prototype.commandForElement;"
                + "document.addEventListener('DOMContentLoaded', () => document.querySelectorAll('[command]').forEach("
                + "button => button.addEventListener('click', event => event.preventDefault())));"
        );
        await page.ReloadAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "New unit" }).ClickAsync();
        await Assertions.Expect(page.Locator("dialog:modal")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await Assertions.Expect(page.Locator("dialog:modal")).ToHaveCountAsync(0);
    }

    /// <summary>Enter in a check box would take the form's first button, and with it the answer to a question that nobody saw.</summary>
    [Fact]
    public async Task Sessions_EnterInACheckBox_EndsNothing()
    {
        var page = await OpenAsync("/console/sessions");
        await page.GetByLabel("Session of alice@example.com").First.FocusAsync();
        await page.Keyboard.PressAsync("Space");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Button, new() { Name = "End selected sessions" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog, new() { Name = "End the selected sessions" })).ToBeVisibleAsync();
    }

    /// <summary>The page as alice, an owner, sees it; from a list of users, the first user's own.</summary>
    private async Task<IPage> OpenAsync(string path, bool script = true)
    {
        var page = await chromium.WindowAsync(script: script);
        await page.GotoAsync(server.Url + "/Saml2/SignIn?organization=sandbox&ReturnUrl=/console");
        await page.GetByRole(AriaRole.Button, new() { Name = "alice@example.com" }).ClickAsync();
        if (!script)
        {
            // The identity provider's answer is a form, which a script would send.
            await page.Locator("form[action$='/Saml2/Acs'] button, form[action$='/Saml2/Acs'] input[type=submit]").ClickAsync();
        }

        await page.WaitForURLAsync(server.Url + "/console**");
        await page.GotoAsync(server.Url + path);
        if (path.StartsWith("/console/users", StringComparison.Ordinal))
        {
            await page.Locator("tbody tr th a").First.ClickAsync();
            await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "User record" })).ToBeVisibleAsync();
        }

        return page;
    }
}
