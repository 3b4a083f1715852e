using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace SamlSp.Browser.Tests;

/// <summary>
/// Both procedures of docs/guests.md, in a browser: linking by OpenID Connect with all that follows, and the first one's
/// three users with terms of service.
/// </summary>
public sealed class LinkingTests(Chromium chromium, LinkingServer server) : IClassFixture<Chromium>, IClassFixture<LinkingServer>
{
    private const string Tenant = "3b1c7e52-90a4-4c1d-8f57-2d6b0e9a4f11";
    private const string Alice = "alice@example.com";

    [Fact]
    public async Task Owner_LinksByOpenIdConnect_ManagesUsers()
    {
        // The first owner uses the operator's link, and names the organization.
        var owner = await chromium.WindowAsync();
        await owner.GotoAsync(server.OwnerLink());
        await owner.GetByLabel("Name of the organization").FillAsync("acme");
        await owner.Keyboard.PressAsync("Enter");
        await owner.WaitForURLAsync("**/console**");
        await owner.GotoAsync(server.Url + "/console/settings");
        await owner.GetByLabel("Display name").FillAsync("Acme");
        await owner.GetByLabel("E-mail domains").FillAsync("example.com");
        await owner.GetByLabel("Primary domain").FillAsync("example.com");
        await owner.GetByLabel("Initial domain of the tenant").FillAsync("contoso.onmicrosoft.com");
        await owner.GetByLabel("Match users by e-mail address at their first sign-in").CheckAsync();
        await owner.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(owner.GetByRole(AriaRole.Status)).ToContainTextAsync("Saved");

        // Linked by four values, with a trial sign-in in a new window before anything is saved.
        await owner.GotoAsync(server.Url + "/console/settings/connection?protocol=oidc");
        await Assertions.Expect(owner.Locator("#redirect-uri")).ToHaveTextAsync(server.Url + "/auth/oidc/callback");
        await owner.GetByLabel("Authorization URL (v2)").FillAsync($"{server.Url}/sandbox/{Tenant}/oauth2/v2.0/authorize");
        await owner.GetByLabel("Token URL (v2)").FillAsync($"{server.Url}/sandbox/{Tenant}/oauth2/v2.0/token");
        await owner.GetByLabel("Application (client) ID").FillAsync("8f0c2f4e-7b1d-4a55-9c3e-1d2a6b7c8e90");
        await owner.Locator("#client-secret").FillAsync("sandbox~secret~value");
        await owner.GetByLabel("The secret expires on").FillAsync("2030-01-31");
        await Screenshots.LookAsync(owner, "console-connection-oidc");
        var tested = await owner.RunAndWaitForPopupAsync(() =>
            owner.GetByRole(AriaRole.Button, new() { Name = "Test integration" }).ClickAsync()
        );
        await tested.GetByRole(AriaRole.Button, new() { Name = "charlie@altostrat.com" }).ClickAsync();
        await Assertions.Expect(tested.GetByRole(AriaRole.Status)).ToContainTextAsync("The test succeeded.");
        await Assertions.Expect(tested.Locator("main")).ToContainTextAsync("charlie_altostrat.com@example.com");
        await Screenshots.LookAsync(tested, "console-test");
        await owner.GotoAsync(server.Url + "/console/settings");
        await Assertions.Expect(owner.Locator("main")).ToContainTextAsync("not connected yet");
        await tested.GetByRole(AriaRole.Button, new() { Name = "Save this connection" }).ClickAsync();
        await Assertions.Expect(tested.GetByRole(AriaRole.Status)).ToContainTextAsync("The connection is saved");

        // The same without a secret: the server proves who it is by the certificate that the tenant has.
        await owner.GotoAsync(server.Url + "/console/settings/connection?protocol=oidc");
        await Assertions.Expect(owner.GetByText("Upload certificate")).ToBeHiddenAsync();
        await owner.GetByLabel("Its own certificate").CheckAsync();
        await Assertions.Expect(owner.GetByText("Upload certificate")).ToBeVisibleAsync();
        await Assertions.Expect(owner.Locator("#client-secret")).ToBeHiddenAsync();
        await Screenshots.LookAsync(owner, "console-connection-certificate");
        var proven = await owner.RunAndWaitForPopupAsync(() =>
            owner.GetByRole(AriaRole.Button, new() { Name = "Test integration" }).ClickAsync()
        );
        await Assertions.Expect(proven.GetByRole(AriaRole.Status)).ToContainTextAsync("The test succeeded.");
        await proven.GetByRole(AriaRole.Button, new() { Name = "Save this connection" }).ClickAsync();
        await Assertions.Expect(proven.GetByRole(AriaRole.Status)).ToContainTextAsync("The connection is saved");
        await owner.GotoAsync(server.Url + "/console/settings");
        await Assertions.Expect(owner.Locator("main")).ToContainTextAsync("by the certificate of this server");

        // Alice is created as a reader before her first sign-in.
        await ProvisionAsync(await SecretAsync(owner));
        await OpenUserAsync(owner, "Alice");
        await GrantAsync(owner, "reader");

        // Alice signs in by the organization's name: she gets that record, and is still a reader.
        var alice = await SignInAsync(Alice);
        await Assertions.Expect(alice.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Overview");
        await Assertions.Expect(alice.Locator(".who")).ToContainTextAsync("Reader");

        // A new user gets a record at the first sign-in, and no role.
        var newUser = await SignInAsync("user@hotmail.com");
        await Assertions.Expect(newUser.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("My account");
        await OpenUserAsync(owner, "hotmail");
        await Assertions.Expect(owner.Locator("main")).ToContainTextAsync("/guests");

        // A role is granted and revoked, each with a confirmation; by keyboard.
        await OpenUserAsync(owner, "Alice");
        await owner.GetByRole(AriaRole.Button, new() { Name = "Grant a role" }).FocusAsync();
        await owner.Keyboard.PressAsync("Enter");
        await Assertions.Expect(owner.GetByRole(AriaRole.Dialog, new() { Name = "Grant a role to Alice" })).ToBeVisibleAsync();
        await owner.GetByLabel("Role", new() { Exact = true }).SelectOptionAsync("administrator");
        await owner.Keyboard.PressAsync("Tab");
        await owner.Keyboard.PressAsync("Enter");
        await Assertions.Expect(owner.GetByRole(AriaRole.Status)).ToContainTextAsync("Granted the role administrator");
        await owner.GetByRole(AriaRole.Button, new() { Name = "Revoke the role administrator" }).ClickAsync();
        await owner.GetByRole(AriaRole.Button, new() { Name = "Revoke", Exact = true }).ClickAsync();
        await Assertions.Expect(owner.GetByRole(AriaRole.Status)).ToContainTextAsync("Revoked the role administrator");

        // Deleted only here: the next sign-in creates a new user without the role.
        await DeleteAsync(owner);
        alice = await SignInAsync(Alice);
        await Assertions.Expect(alice.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("My account");

        // Deleted in both: Entra does not know her, and the sign-in ends on its error page.
        await OpenUserAsync(owner, "Alice");
        await DeleteAsync(owner);
        var gone = await StartAsync();
        await gone.GetByRole(AriaRole.Button, new() { Name = Alice }).EvaluateAsync("button => { button.value = 'deleted'; }");
        await gone.GetByRole(AriaRole.Button, new() { Name = Alice }).ClickAsync();
        await Assertions.Expect(gone.Locator("body")).ToContainTextAsync("AADSTS50034");
        await gone.GotoAsync(server.Url + "/console");
        await Assertions.Expect(gone.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Sign in");
    }

    [Theory]
    [InlineData("alice@example.com", "alice@example.com", "/")]
    [InlineData("charlie@altostrat.com", "charlie_altostrat.com@example.com", "/guests")]
    [InlineData("user@hotmail.com", "user_hotmail.com@example.com", "/guests")]
    public async Task Terms_ThreeUsers_AreAcceptedOnce(string account, string nameId, string unit)
    {
        var page = await chromium.WindowAsync();
        await page.GotoAsync(server.Url + "/login?ReturnUrl=/console/account");
        await page.GetByLabel("Organization or e-mail address")
            .FillAsync(nameId.Replace("@example.com", "@sandbox.example", StringComparison.Ordinal));
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Button, new() { Name = account }).ClickAsync();
        await page.WaitForURLAsync("**/terms?**");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("Be kind to each other.");
        if (unit == "/")
        {
            await Screenshots.LookAsync(page, "terms");
        }

        await page.GetByRole(AriaRole.Button, new() { Name = "Accept" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/console/account");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync(nameId);
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync(unit);
        await page.GetByRole(AriaRole.Link, new() { Name = "Sign out" }).First.ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("You are signed out");
    }

    /// <summary>A private window at the identity provider's page, by the organization's name.</summary>
    private async Task<IPage> StartAsync()
    {
        var page = await chromium.WindowAsync();
        await page.GotoAsync(server.Url + "/login?ReturnUrl=/console");
        await page.GetByLabel("Organization or e-mail address").FillAsync("acme");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/sandbox/**");
        return page;
    }

    private async Task<IPage> SignInAsync(string account)
    {
        var page = await StartAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = account }).ClickAsync();
        await page.WaitForURLAsync("**/console**");
        return page;
    }

    private async Task OpenUserAsync(IPage owner, string text)
    {
        await owner.GotoAsync(server.Url + "/console/users?text=" + text);
        await owner.Locator("tbody tr th a").First.ClickAsync();
        await owner.WaitForURLAsync(new Regex("/console/users/[0-9a-f-]+$", RegexOptions.None, TimeSpan.FromSeconds(1)));
    }

    private static async Task GrantAsync(IPage owner, string role)
    {
        await owner.GetByRole(AriaRole.Button, new() { Name = "Grant a role" }).ClickAsync();
        await owner.GetByLabel("Role", new() { Exact = true }).SelectOptionAsync(role);
        await owner.GetByRole(AriaRole.Button, new() { Name = "Grant", Exact = true }).ClickAsync();
        await Assertions.Expect(owner.GetByRole(AriaRole.Status)).ToContainTextAsync("Granted the role " + role);
    }

    private static async Task DeleteAsync(IPage owner)
    {
        await owner.GetByRole(AriaRole.Button, new() { Name = "Delete…" }).ClickAsync();
        await owner
            .GetByLabel("Type “Delete User from Organization”")
            .Or(owner.Locator("#phrase"))
            .FillAsync("Delete User from Organization");
        await owner.Keyboard.PressAsync("Enter");
        await Assertions.Expect(owner.GetByRole(AriaRole.Status)).ToContainTextAsync("was deleted");
    }

    private async Task<string> SecretAsync(IPage owner)
    {
        await owner.GotoAsync(server.Url + "/console/provisioning");
        await owner.GetByRole(AriaRole.Button, new() { Name = "New secret" }).ClickAsync();
        await owner.GetByLabel("Name", new() { Exact = true }).FillAsync("Entra");
        await owner.GetByRole(AriaRole.Button, new() { Name = "Create", Exact = true }).ClickAsync();
        var secret = await owner.Locator("#secret").InnerTextAsync();
        await owner.GotoAsync(server.Url + "/console/provisioning");
        Assert.DoesNotContain(secret, await owner.ContentAsync(), StringComparison.Ordinal);
        return secret;
    }

    private async Task ProvisionAsync(string secret)
    {
        using var client = new HttpClient { BaseAddress = new(server.Url) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        var answer = await client.PostAsJsonAsync(
            "/scim/v2/acme/Users",
            new Dictionary<string, object>
            {
                ["schemas"] = new[] { "urn:ietf:params:scim:schemas:core:2.0:User" },
                ["userName"] = Alice,
                ["displayName"] = "Alice, registered",
                ["active"] = true,
                ["emails"] = new[]
                {
                    new
                    {
                        type = "work",
                        value = Alice,
                        primary = true,
                    },
                },
            }
        );
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }
}
