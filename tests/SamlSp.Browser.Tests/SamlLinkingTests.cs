using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace SamlSp.Browser.Tests;

/// <summary>A second organization is linked by SAML with the sandbox's second tenant, by keyboard, with mistakes on the way.</summary>
public sealed class SamlLinkingTests(Chromium chromium, LinkingServer server) : IClassFixture<Chromium>, IClassFixture<LinkingServer>
{
    private const string Metadata =
        "/sandbox-fabrikam/5e0d3a86-1f4b-4c7a-b2d9-8a6c4e1f7b35/federationmetadata/2007-06/federationmetadata.xml";
    private const string Alice = "alice@fabrikam.example";

    [Fact]
    public async Task Owner_LinksBySaml_HearsOfEachTrialInTheFirstWindow()
    {
        var owner = await chromium.WindowAsync();
        await owner.GotoAsync(server.OwnerLink());
        await Screenshots.LookAsync(owner, "owner-link-new");
        await Assertions.Expect(owner.GetByLabel("Name of the organization")).ToBeFocusedAsync();
        await owner.Keyboard.TypeAsync("Fabrikam Möbel & Söhne GmbH");
        await owner.Keyboard.PressAsync("Enter");
        await Assertions.Expect(owner.GetByLabel("Short name")).ToHaveValueAsync("fabrikam-moebel-soehne-gmbh");
        await Screenshots.LookAsync(owner, "owner-link-short-name");
        await owner.GetByLabel("Short name").FillAsync("fabrikam");
        await owner.Keyboard.PressAsync("Enter");
        await owner.WaitForURLAsync("**/console**");
        await Assertions.Expect(owner.Locator(".brand")).ToContainTextAsync("Fabrikam Möbel & Söhne GmbH");

        // The values are on the tenant's page.
        var tenant = await chromium.WindowAsync();
        await tenant.GotoAsync(server.Url + "/sandbox/myapps");
        await tenant.GetByRole(AriaRole.Link, new() { Name = "Fabrikam" }).ClickAsync();
        await tenant.GetByText("The tenant", new() { Exact = true }).ClickAsync();
        await Assertions.Expect(tenant.GetByText(server.Url + Metadata)).ToBeVisibleAsync();

        await SwitchProtocolAsync(owner);
        var told = owner.Locator("#trial");
        await FailToStartAsync(owner, told);
        await FailAtTheTenantAsync(owner, told);

        var trial = await TestAsync(owner);
        await trial.GetByRole(AriaRole.Button, new() { Name = Alice }).ClickAsync();
        await Assertions.Expect(trial.GetByRole(AriaRole.Status)).ToContainTextAsync("The test succeeded.");
        await Assertions.Expect(told).ToContainTextAsync("The trial sign-in succeeded.");
        await Assertions.Expect(trial.Locator("form + .notice")).ToContainTextAsync("E-mail domains: Users cannot sign in by their");
        await trial.GetByRole(AriaRole.Button, new() { Name = "Save this connection" }).FocusAsync();
        await trial.Keyboard.PressAsync("Enter");
        await Assertions.Expect(trial.GetByRole(AriaRole.Status)).ToContainTextAsync("The connection is saved");
        await Assertions.Expect(told).ToContainTextAsync("The connection is saved.");
        await Assertions.Expect(trial.Locator("main")).ToContainTextAsync("Guests keep the long name of the tenant");
        await Screenshots.LookAsync(trial, "console-settings-linked");

        await FillTheGapsAsync(trial);
        var alice = await chromium.WindowAsync();
        await alice.GotoAsync(server.Url + "/login?ReturnUrl=/console");
        await alice.GetByLabel("Organization or e-mail address").FillAsync(Alice);
        await alice.Keyboard.PressAsync("Enter");
        await alice.GetByRole(AriaRole.Button, new() { Name = Alice }).ClickAsync();
        await alice.WaitForURLAsync(server.Url + "/console**");
        await Assertions.Expect(alice.Locator(".who")).ToContainTextAsync("Owner");
        await ProvisionAsync(alice, tenant);
    }

    /// <summary>A secret is created, shown once, and entered at the tenant, which provisions its users with it.</summary>
    private async Task ProvisionAsync(IPage owner, IPage tenant)
    {
        await owner.GotoAsync(server.Url + "/console/provisioning");
        await owner.GetByRole(AriaRole.Button, new() { Name = "New secret" }).FocusAsync();
        await owner.Keyboard.PressAsync("Enter");
        await owner.Keyboard.TypeAsync("Entra");
        await owner.Keyboard.PressAsync("Enter");
        var secret = await owner.Locator("#secret").InnerTextAsync();
        await Screenshots.LookAsync(owner, "console-provisioning-guide");
        await owner.ReloadAsync();
        await Assertions.Expect(owner.Locator("#secret")).ToHaveCountAsync(0);
        await Assertions.Expect(owner.GetByRole(AriaRole.Rowheader, new() { Name = "Entra" })).ToHaveCountAsync(1);
        await Assertions.Expect(owner.GetByText("\"#EXT#@contoso.onmicrosoft.com\", , , \"@fabrikam.example\"")).ToBeVisibleAsync();

        await tenant.GotoAsync(server.Url + "/sandbox-fabrikam/provisioning");
        await tenant.GetByLabel("Tenant URL").FillAsync(await owner.Locator("#address").InnerTextAsync());
        await tenant.GetByLabel("Secret token").FillAsync(secret);
        await tenant.Keyboard.PressAsync("Enter");
        await tenant.GetByRole(AriaRole.Button, new() { Name = "Run a cycle" }).ClickAsync();
        await Assertions.Expect(tenant.Locator("#log .error")).ToHaveCountAsync(0);
        await Assertions.Expect(tenant.Locator("#log li").Filter(new() { HasText = "alice@fabrikam.example" }).First).ToBeVisibleAsync();
        await Screenshots.LookAsync(tenant, "sandbox-second-provisioning");

        await owner.GotoAsync(server.Url + "/console/audit");
        await Assertions.Expect(owner.Locator("tbody")).ToContainTextAsync("Provisioning request");
        await owner.GetByLabel("Action", new() { Exact = true }).FocusAsync();
        await owner.Keyboard.TypeAsync("All except");
        await owner.Keyboard.PressAsync("Tab");
        await owner.GetByRole(AriaRole.Button, new() { Name = "Show" }).FocusAsync();
        await owner.Keyboard.PressAsync("Enter");
        await Assertions.Expect(owner.Locator("tbody")).ToContainTextAsync("Provisioning secret created");
        await Assertions.Expect(owner.Locator("tbody")).Not.ToContainTextAsync("Provisioning request");
        await Screenshots.LookAsync(owner, "console-audit-words");
    }

    /// <summary>What was typed for one protocol is still there after a look at the other.</summary>
    private async Task SwitchProtocolAsync(IPage owner)
    {
        await owner.GotoAsync(server.Url + "/console/settings/connection?protocol=oidc");
        await owner.GetByLabel("Application (client) ID").FocusAsync();
        await owner.Keyboard.TypeAsync("typed before the look");
        await owner.GetByRole(AriaRole.Radio, new() { Name = "OpenID Connect" }).FocusAsync();
        await owner.Keyboard.PressAsync("ArrowLeft");
        await Assertions.Expect(owner.GetByLabel("App Federation Metadata Url")).ToBeVisibleAsync();
        await Assertions.Expect(owner.GetByLabel("Application (client) ID")).ToBeHiddenAsync();
        await owner.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(owner.GetByLabel("Application (client) ID")).ToHaveValueAsync("typed before the look");
        await owner.Keyboard.PressAsync("ArrowLeft");
    }

    private async Task FailToStartAsync(IPage owner, ILocator told)
    {
        await owner.GetByLabel("App Federation Metadata Url").FillAsync(server.Url + "/sandbox-fabrikam/nothing.xml");
        var stopped = await TestAsync(owner);
        await Assertions
            .Expect(stopped.GetByRole(AriaRole.Heading, new() { Level = 1 }))
            .ToHaveTextAsync("The trial sign-in could not start");
        await Assertions.Expect(stopped.GetByRole(AriaRole.Alert)).ToContainTextAsync("App Federation Metadata Url: cannot read");
        await Screenshots.LookAsync(stopped, "console-trial-stopped");
        await stopped.CloseAsync();
        await Assertions.Expect(told).ToContainTextAsync("App Federation Metadata Url: cannot read");
        await Assertions.Expect(told).Not.ToContainTextAsync("Connection:");
        await Assertions.Expect(owner.GetByLabel("App Federation Metadata Url")).ToHaveAttributeAsync("aria-invalid", "true");
        await Screenshots.LookAsync(owner, "console-connection-stopped");
    }

    private async Task FailAtTheTenantAsync(IPage owner, ILocator told)
    {
        await owner.GetByLabel("App Federation Metadata Url").FillAsync(server.Url + Metadata);
        var refused = await TestAsync(owner);
        await refused.GetByText("Refuse the sign-in").ClickAsync();
        await refused.GetByLabel("Refusal").SelectOptionAsync("AADSTS50105");
        await refused.GetByRole(AriaRole.Button, new() { Name = Alice }).ClickAsync();
        await Assertions.Expect(refused.GetByRole(AriaRole.Alert)).ToContainTextAsync("The test failed.");
        await refused.CloseAsync();
        await Assertions.Expect(told).ToContainTextAsync("The trial sign-in failed.");
    }

    /// <summary>Leaving the page with changes is asked about; saving is not.</summary>
    private static async Task FillTheGapsAsync(IPage page)
    {
        await page.GetByLabel("E-mail domains").FillAsync("fabrikam.example");
        await Assertions.Expect(page.GetByText("Not saved yet.")).ToBeInViewportAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Save" })).ToBeInViewportAsync();
        var asked = new List<string>();
        page.Dialog += async (_, dialog) =>
        {
            asked.Add(dialog.Type);
            await dialog.DismissAsync();
        };
        await page.Locator(".side").GetByRole(AriaRole.Link, new() { Name = "Users" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByLabel("E-mail domains")).ToHaveValueAsync("fabrikam.example");
        Assert.Equal(["beforeunload"], asked);
        await page.GetByLabel("Primary domain").FillAsync("fabrikam.example");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Saved");
        Assert.Equal(["beforeunload"], asked);
        await Assertions.Expect(page.GetByText("Still empty")).ToHaveCountAsync(0);
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/console/settings$", RegexOptions.None, TimeSpan.FromSeconds(1)));
    }

    private static Task<IPage> TestAsync(IPage owner) =>
        owner.RunAndWaitForPopupAsync(async () =>
        {
            await owner.GetByRole(AriaRole.Button, new() { Name = "Test integration" }).FocusAsync();
            await owner.Keyboard.PressAsync("Enter");
        });
}
