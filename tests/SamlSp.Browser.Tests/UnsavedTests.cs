using Microsoft.Playwright;

namespace SamlSp.Browser.Tests;

/// <summary>A form with changes that are not saved is not left without a question.</summary>
public sealed class UnsavedTests(Chromium chromium, LinkingServer server) : IClassFixture<Chromium>, IClassFixture<LinkingServer>
{
    [Fact]
    public async Task Rules_ChangedButNotSaved_AskBeforeTheyAreLeft()
    {
        var (page, asked) = await OpenAsync("acme", "/console/rules");
        var expression = page.GetByLabel("Expression in the language of Entra");

        // Another sample is not a change of the rules.
        await page.GetByLabel("Sample user").SelectOptionAsync("member");
        await LeaveAsync(page, "Org units");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Org units");
        Assert.Empty(asked);

        await page.GotoAsync(server.Url + "/console/rules");
        await expression.FillAsync("\"/all\"");
        await Assertions.Expect(page.GetByText("Not saved yet.")).ToBeVisibleAsync();
        await LeaveAsync(page, "Org units");
        await Assertions.Expect(expression).ToHaveValueAsync("\"/all\"");
        Assert.Equal(["beforeunload"], asked);

        // A row more is still not saved.
        await page.PressButtonAsync("Add a claim");
        await Assertions.Expect(page.GetByText("Not saved yet.")).ToBeVisibleAsync();
        await page.PressButtonAsync("Remove this claim");
        await page.PressButtonAsync("Save");
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Saved.");
        await LeaveAsync(page, "Org units");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Org units");
        Assert.Equal(["beforeunload"], asked);
    }

    [Fact]
    public async Task OrgUnit_ChangedButNotSaved_AsksBeforeItIsLeft()
    {
        var (page, asked) = await OpenAsync("umbrella", "/console/units/unit?path=/guests");
        await page.GetByLabel("Sign in again after a number of hours").CheckAsync();
        await page.GetByLabel("Hours (1 to 24)").FillAsync("6");
        await LeaveAsync(page, "Users");
        await Assertions.Expect(page.GetByLabel("Hours (1 to 24)")).ToHaveValueAsync("6");
        Assert.Equal(["beforeunload"], asked);

        await page.PressButtonAsync("Save");
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Saved.");
        await LeaveAsync(page, "Users");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Users");
        Assert.Equal(["beforeunload"], asked);
    }

    /// <summary>A page of a new organization's owner, and the questions that the browser asked. Each is answered with staying.</summary>
    private async Task<(IPage Page, List<string> Asked)> OpenAsync(string organization, string path)
    {
        var page = await chromium.WindowAsync();
        var asked = new List<string>();
        page.Dialog += async (_, dialog) =>
        {
            asked.Add(dialog.Type);
            await dialog.DismissAsync();
        };
        await page.GotoAsync(server.OwnerLink());
        await page.GetByLabel("Name of the organization").FillAsync(organization);
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/console");
        await page.GotoAsync(server.Url + path);
        return (page, asked);
    }

    private static async Task LeaveAsync(IPage page, string link)
    {
        await page.Locator(".side").GetByRole(AriaRole.Link, new() { Name = link }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
    }
}
