using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace SamlSp.Browser.Tests;

/// <summary>Lists, certificates and the details of a sign-in as a user has them: by keyboard, and on a phone.</summary>
public sealed class ListTests(Chromium chromium, ConsoleServer server) : IClassFixture<Chromium>, IClassFixture<ConsoleServer>
{
    [Fact]
    public async Task Export_ByKeyboard_ShowsProgressAndSavesTheFile()
    {
        var page = await chromium.OpenConsoleAsync(server.Url, "alice@example.com");
        await page.GotoAsync(server.Url + "/console/users");
        await page.GetByRole(AriaRole.Button, new() { Name = "CSV file" }).FocusAsync();
        var download = await page.RunAndWaitForDownloadAsync(() => page.Keyboard.PressAsync("Enter"));
        Assert.Matches(new Regex("^sandbox-users-.*[.]csv$", RegexOptions.None, TimeSpan.FromSeconds(1)), download.SuggestedFilename);
        var text = await File.ReadAllTextAsync((await download.PathAsync())!);
        Assert.Contains("Ada Lovelace", text, StringComparison.Ordinal);
        await Assertions
            .Expect(page.Locator("form[data-export] [aria-live]"))
            .ToHaveTextAsync(new Regex("^[0-9]+ rows exported[.]$", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await page.GetByRole(AriaRole.Button, new() { Name = "JSON file" }).FocusAsync();
        download = await page.RunAndWaitForDownloadAsync(() => page.Keyboard.PressAsync("Enter"));
        using var json = System.Text.Json.JsonDocument.Parse(await File.ReadAllTextAsync((await download.PathAsync())!));
        Assert.Equal(text.TrimEnd().Split('\n').Length - 1, json.RootElement.GetArrayLength());
    }

    [Fact]
    public async Task UserList_SelectedByKeyboard_AreSuspendedAndRestored()
    {
        var page = await chromium.OpenConsoleAsync(server.Url, "alice@example.com");
        await page.GotoAsync(server.Url + "/console/users?text=hopper");
        await page.GetByLabel("Select Grace Hopper").FocusAsync();
        await page.Keyboard.PressAsync("Space");
        await page.PressButtonAsync("Suspend selected");
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog, new() { Name = "Suspend the selected users?" })).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Status).First).ToContainTextAsync("1 user was suspended");
        await page.GetByLabel("Select all on this page").FocusAsync();
        await page.Keyboard.PressAsync("Space");
        await page.PressButtonAsync("Restore selected");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Status).First).ToContainTextAsync("1 user was restored");
    }

    [Fact]
    public async Task Lists_OnAPhone_ShowEveryColumn()
    {
        await chromium.OpenConsoleAsync(server.Url, "charlie@altostrat.com");
        var page = await chromium.OpenConsoleAsync(server.Url, "alice@example.com");
        await page.SetViewportSizeAsync(390, 844);
        foreach (
            var (path, label) in new[]
            {
                ("/console/users", "Roles"),
                ("/console/sessions", "Device"),
                ("/console/sign-ins", "Reference"),
                ("/console/audit", "Target"),
                ("/console/account", "Limited by"),
            }
        )
        {
            await page.GotoAsync(server.Url + path);
            await Assertions.Expect(page.Locator($"td[data-label='{label}']").First).ToBeVisibleAsync();
            Assert.Equal(0, await page.Locator("main tbody td:not(:empty):not(:visible)").CountAsync());

            // It is still a table for those who listen to it.
            Assert.True(await page.GetByRole(AriaRole.Row).CountAsync() > 1, path + " has no rows for a screen reader");
        }

        await page.GotoAsync(server.Url + "/console/sign-ins");
        var letters = await page.EvaluateAsync<double>(
            "(() => { const t = document.querySelector('.chart.narrow text'); return t.getBoundingClientRect().height; })()"
        );
        Assert.True(letters >= 10, $"The chart's letters are {letters} pixels high.");
    }

    [Fact]
    public async Task SignIn_OpenedByKeyboard_ShowsWhoItWas()
    {
        await chromium.OpenConsoleAsync(server.Url, "charlie@altostrat.com");
        var page = await chromium.OpenConsoleAsync(server.Url, "alice@example.com");
        await page.GotoAsync(server.Url + "/console/sign-ins?user=charlie");
        await page.Locator("tbody tr a").First.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.PressButtonAsync("Show the user and the claims");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("charlie@altostrat.com");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("In the org-unit expression, InStr(");
        await Screenshots.LookAsync(page, "console-sign-in-opened");
        await page.GotoAsync(server.Url + "/console/audit?action=sign-in.opened");
        await Assertions.Expect(page.Locator("tbody tr")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Certificate_CopiedByKeyboard_IsTheThumbprintThatEntraShows()
    {
        var page = await chromium.OpenConsoleAsync(server.Url, "alice@example.com");
        await page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await page.GotoAsync(server.Url + "/console/certificates");
        var shown = await page.Locator("code[id^=sha1-]").First.InnerTextAsync();
        Assert.Equal(40, shown.Length);
        await page.Locator($"button[data-copy='sha1-{shown}']").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator($"button[data-copy='sha1-{shown}'] [role=status]")).ToHaveTextAsync("Copied");
        Assert.Equal(shown, await page.EvaluateAsync<string>("navigator.clipboard.readText()"));
    }
}
