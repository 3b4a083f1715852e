using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace SamlSp.Browser.Tests;

/// <summary>The console as a user sees it: each page is looked at, and its main action is done by keyboard alone.</summary>
public sealed class ConsoleTests(Chromium chromium, ConsoleServer server) : IClassFixture<Chromium>, IClassFixture<ConsoleServer>
{
    private static readonly (string Path, string Name)[] Pages =
    [
        ("/console", "console-overview"),
        ("/console/users", "console-users"),
        ("/console/units", "console-units"),
        ("/console/units/unit?path=/guests", "console-unit"),
        ("/console/sessions", "console-sessions"),
        ("/console/settings", "console-settings"),
        ("/console/settings/connection?protocol=saml", "console-connection-saml"),
        ("/console/rules", "console-rules"),
        ("/console/sign-ins", "console-sign-ins"),
        ("/console/provisioning", "console-provisioning"),
        ("/console/certificates", "console-certificates"),
        ("/console/history", "console-history"),
        ("/console/audit", "console-audit"),
        ("/console/account", "console-account"),
    ];

    [Fact]
    public async Task Console_EachPage_PassesTheVisualAndAccessibilityChecks()
    {
        await chromium.OpenConsoleAsync(server.Url, "charlie@altostrat.com");
        var page = await chromium.OpenConsoleAsync(server.Url, "alice@example.com");
        foreach (var (path, name) in Pages)
        {
            await page.GotoAsync(server.Url + path);
            await Screenshots.LookAsync(page, name);
        }

        await page.GotoAsync(server.Url + "/console/users?text=charlie");
        await page.Locator("tbody tr th a").First.ClickAsync();
        await Screenshots.LookAsync(page, "console-user");
        await page.GotoAsync(server.Url + "/console/sign-ins");
        await page.Locator("tbody tr a").First.ClickAsync();
        await Screenshots.LookAsync(page, "console-sign-in");
    }

    [Fact]
    public async Task Console_KeyboardOnly_ReachesEachMainAction()
    {
        await chromium.OpenConsoleAsync(server.Url, "user@hotmail.com");
        var page = await chromium.OpenConsoleAsync(server.Url, "alice@example.com");

        // The first Tab focuses the link that skips the navigation.
        await page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Skip to content" })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("main")).ToBeFocusedAsync();

        // Users: find one, suspend them, restore them.
        await page.GotoAsync(server.Url + "/console/users");
        await page.GetByLabel("Name, address or ID").FocusAsync();
        await page.Keyboard.TypeAsync("lovelace");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Link, new() { Name = "Ada Lovelace" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.PressButtonAsync("Suspend…");
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("The user is not signed in.");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Suspended.");
        await page.PressButtonAsync("Restore access");
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("can sign in again");

        await ChangeAUnitAsync(page);
        await MoveAUserAsync(page);

        // Rules: evaluated while they are typed.
        await page.GotoAsync(server.Url + "/console/rules");
        await Assertions.Expect(page.Locator("#evaluation")).ToContainTextAsync("/guests");
        await page.GetByLabel("Expression in the language of Entra").FocusAsync();
        await page.Keyboard.TypeAsync("\"/partners\"");
        await Assertions.Expect(page.Locator("#evaluation")).ToContainTextAsync("/partners");
        await page.GetByLabel("Expression in the language of Entra").FillAsync("IIF(");
        await Assertions.Expect(page.Locator("#evaluation")).ToContainTextAsync("Correct the following");

        await WriteARowAsync(page);

        // Sessions: one is ended, after a question that Escape answers with no.
        await page.GotoAsync(server.Url + "/console/sessions?text=hotmail");
        await page.GetByLabel("Session of user_hotmail.com@example.com").First.FocusAsync();
        await page.Keyboard.PressAsync("Space");
        await page.PressButtonAsync("End selected sessions");
        var question = page.GetByRole(AriaRole.Dialog, new() { Name = "End the selected sessions (1)?" });
        await Assertions.Expect(question).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(question).ToBeHiddenAsync();
        await page.PressButtonAsync("End selected sessions");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("ended");
        await page.GotoAsync(server.Url + "/console/sessions?text=hotmail");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("No sessions match this search");

        // Audit and sign-ins: found by user or reference.
        await page.GotoAsync(server.Url + "/console/audit");
        await page.GetByLabel("Action", new() { Exact = true }).SelectOptionAsync("policy.set");
        await page.PressButtonAsync("Show");
        await Assertions.Expect(page.Locator("tbody tr")).ToHaveCountAsync(1);
        await page.GotoAsync(server.Url + "/console/sign-ins");
        var reference = await page.Locator("tbody code").First.InnerTextAsync();
        await page.GetByLabel("Reference number").FillAsync(reference);
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Sign-in " + reference);

        // Provisioning: a secret is created, and shown once.
        await page.GotoAsync(server.Url + "/console/provisioning");
        await page.PressButtonAsync("New secret");
        await page.Keyboard.TypeAsync("By keyboard");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#secret")).ToBeVisibleAsync();

        // My account: another session of the same user is ended.
        await chromium.OpenConsoleAsync(server.Url, "alice@example.com");
        await page.GotoAsync(server.Url + "/console/account");
        await page.PressButtonAsync("End all other sessions");
        await Assertions
            .Expect(
                page.GetByRole(
                    AriaRole.Dialog,
                    new() { NameRegex = new("End [0-9]+ other session", RegexOptions.None, TimeSpan.FromSeconds(1)) }
                )
            )
            .ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("ended");
    }

    /// <summary>Org units: the effect of what is typed is shown at once, and the policy is set with a question.</summary>
    private async Task ChangeAUnitAsync(IPage page)
    {
        await page.GotoAsync(server.Url + "/console/units/unit?path=/guests");
        await Assertions.Expect(page.GetByLabel("Hours (1 to 24)")).ToBeHiddenAsync();
        await page.GetByLabel("Sign in again after a number of hours").FocusAsync();
        await page.Keyboard.PressAsync("Space");
        await page.GetByLabel("Hours (1 to 24)").FillAsync("4");
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("1 live session becomes shorter");
        await page.GetByLabel("Description").FillAsync("Partners and suppliers");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Save, and shorten 1 session?" })).ToBeVisibleAsync();
        await Screenshots.LookAsync(page, "console-unit-question");
        await page.PressButtonAsync("Save");
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Saved.");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("Sign in again after 4 hours");
        await Assertions.Expect(page.GetByLabel("Description")).ToHaveValueAsync("Partners and suppliers");
    }

    /// <summary>Users: moved to a unit from the list; a unit that does not exist is created after a question.</summary>
    private async Task MoveAUserAsync(IPage page)
    {
        await page.GotoAsync(server.Url + "/console/users?text=hopper");
        await page.GetByRole(AriaRole.Link, new() { Name = "Grace Hopper" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.GetByLabel("Move to").FocusAsync();
        await page.Keyboard.TypeAsync("/guests");
        await page.PressButtonAsync("Move");
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Moved to /guests");
        await page.GetByText("Another org unit", new() { Exact = true }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.GetByLabel("Path of the new org unit").FillAsync("/guest");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Create the org unit /guest?");
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("No re-authentication");
        await Screenshots.LookAsync(page, "console-user-move");
        await page.GetByRole(AriaRole.Link, new() { Name = "Cancel" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("section[aria-labelledby=unit]")).ToContainTextAsync("/guests");
    }

    /// <summary>Claim rules: a row is added, filled and moved, and what it gives is seen at once.</summary>
    private async Task WriteARowAsync(IPage page)
    {
        await page.GotoAsync(server.Url + "/console/rules");
        await page.PressButtonAsync("Use your own rows");
        await page.PressButtonAsync("Add a row");
        var row = page.GetByRole(AriaRole.Group, new() { Name = "Row 4" });
        await row.GetByLabel("User type").FocusAsync();
        await page.Keyboard.TypeAsync("Microsoft");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("Transformation");
        await Assertions.Expect(row.GetByText("Attribute, or a constant")).ToBeHiddenAsync();
        await row.GetByRole(AriaRole.Combobox, new() { Name = "Transformation", Exact = true }).FocusAsync();
        await page.Keyboard.TypeAsync("Join");
        await Assertions.Expect(row.GetByLabel("Regular expression").First).ToBeHiddenAsync();
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("'guest'");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("@");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("'partners.example'");
        await Assertions.Expect(page.Locator("#evaluation")).ToContainTextAsync("guest@partners.example");
        await page.GetByRole(AriaRole.Button, new() { Name = "Move row 4 up" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("#nameid-2$", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await Assertions
            .Expect(page.GetByRole(AriaRole.Group, new() { Name = "Row 3" }).GetByLabel("Input attribute"))
            .ToHaveValueAsync("'guest'");
        await page.EvaluateAsync("scrollTo(0, 0)");
        await Screenshots.LookAsync(page, "console-rules-rows");
        await page.PressButtonAsync("Edit as JSON");
        await Assertions
            .Expect(page.GetByLabel("A list of claims with their rows"))
            .ToHaveValueAsync(new Regex("partners[.]example", RegexOptions.None, TimeSpan.FromSeconds(1)));
    }
}
