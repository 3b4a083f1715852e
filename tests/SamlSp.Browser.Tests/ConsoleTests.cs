using Microsoft.Playwright;

namespace SamlSp.Browser.Tests;

/// <summary>The console as a person uses it.</summary>
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
        ("/console/audit", "console-audit"),
        ("/console/account", "console-account"),
    ];

    [Fact]
    public async Task EveryPageLooksRightAndReadsWell()
    {
        await SignInAsync("charlie@altostrat.com");
        var page = await SignInAsync("alice@example.com");
        foreach (var (path, name) in Pages)
        {
            await page.GotoAsync(server.Url + path);
            await Screenshots.LookAsync(page, name);
        }

        await page.GotoAsync(server.Url + "/console/users?text=charlie");
        await page.GetByRole(AriaRole.Link, new() { Name = "Charlie" }).ClickAsync();
        await Screenshots.LookAsync(page, "console-user");
    }

    private async Task<IPage> SignInAsync(string account)
    {
        var page = await chromium.WindowAsync();
        await page.GotoAsync(server.Url + "/Saml2/SignIn?organization=sandbox&ReturnUrl=/console");
        await page.GetByRole(AriaRole.Button, new() { Name = account }).ClickAsync();
        await page.WaitForURLAsync(server.Url + "/console**");
        return page;
    }
}
