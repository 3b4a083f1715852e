using Microsoft.Playwright;

namespace SamlSp.Browser.Tests;

/// <summary>A new owner finds what is left to do on the overview, until it is done; by keyboard.</summary>
public sealed class FirstStepsTests(Chromium chromium, LinkingServer server) : IClassFixture<Chromium>, IClassFixture<LinkingServer>
{
    [Fact]
    public async Task FirstSteps_DoneOrNotNeeded_AreMarkedByKeyboard()
    {
        var owner = await chromium.WindowAsync();
        await owner.GotoAsync(server.OwnerLink());
        await owner.GetByLabel("Name of the organization").FillAsync("acme");
        await owner.Keyboard.PressAsync("Enter");
        await owner.WaitForURLAsync("**/console");
        var list = owner.GetByRole(AriaRole.Region, new() { Name = "First steps" });
        await Assertions.Expect(list).ToContainTextAsync("0 of 6 done.");
        await Assertions.Expect(owner.Locator("main")).ToContainTextAsync("You are owner by link until");
        await Screenshots.LookAsync(owner, "console-first-steps");

        // The step leads to its page, and what is saved there counts.
        await list.GetByRole(AriaRole.Link, new() { Name = "Enter the e-mail domains" }).FocusAsync();
        await owner.Keyboard.PressAsync("Enter");
        await owner.GetByLabel("E-mail domains").FillAsync("acme.example");
        await owner.GetByLabel("Primary domain").FillAsync("acme.example");
        await owner.Keyboard.PressAsync("Enter");
        await Assertions.Expect(owner.GetByRole(AriaRole.Status)).ToContainTextAsync("Saved");
        await owner.GotoAsync(server.Url + "/console");
        await Assertions.Expect(list).ToContainTextAsync("1 of 6 done.");

        // Nobody can sign in without a connection, so only the others can be left out.
        await Assertions.Expect(list.GetByRole(AriaRole.Button, new() { Name = "Connect the identity provider" })).ToHaveCountAsync(0);
        await owner.PressButtonAsync("Set up provisioning");
        await Assertions.Expect(list).ToContainTextAsync("1 of 6 done, 1 marked.");
        var step = list.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "Set up provisioning" });
        await Assertions.Expect(step).ToContainTextAsync("not needed");

        // It can be taken back.
        await owner.PressButtonAsync("Set up provisioning");
        await Assertions.Expect(list).ToContainTextAsync("1 of 6 done.");
        await Assertions.Expect(step).ToContainTextAsync("This step is done with Entra's first request.");
    }
}
