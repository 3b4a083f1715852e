using System.Text.Json;
using Microsoft.Playwright;
using SamlSp.Testing;

namespace SamlSp.Browser.Tests;

/// <summary>A member of 3,000 groups, whose token has a link in their place, in a real browser.</summary>
public sealed class ManyGroupsTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const string Alice = "alice@example.com";

    [Theory]
    [InlineData(TwoSitesServer.Saml)]
    [InlineData(TwoSitesServer.Oidc)]
    public async Task Member_OfThreeThousandGroups_GetsTheRoleOfOneOfThem(string organization)
    {
        await using var server = new TwoSitesServer(asksGraph: true, organization);
        var page = await chromium.WindowAsync();
        Assert.Equal(["reader"], await SignInAsync(server, page));
        var owner = await chromium.WindowAsync();
        Assert.Contains("3,000 groups were read from Microsoft Graph", await TraceAsync(server, owner), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TwoSitesServer.Saml)]
    [InlineData(TwoSitesServer.Oidc)]
    public async Task Member_OfThreeThousandGroupsWithoutGraph_HasNoRoleAndTheTraceSaysWhy(string organization)
    {
        await using var server = new TwoSitesServer(asksGraph: false, organization);
        var page = await chromium.WindowAsync();
        Assert.Empty(await SignInAsync(server, page));
        var owner = await chromium.WindowAsync();
        Assert.Contains("no group gives a role. Set Connection:Graph", await TraceAsync(server, owner), StringComparison.Ordinal);

        // The overview says it as well.
        await owner.GotoAsync(server.Url + "/console");
        await Assertions.Expect(owner.GetByText("A user was in too many groups for the token")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Member_DisabledAtTheTenant_IsOutWithinTheInterval()
    {
        await using var server = new TwoSitesServer(asksGraph: true, TwoSitesServer.Saml);
        var (page, owner) = (await chromium.WindowAsync(), await chromium.WindowAsync());
        await SignInAsync(server, page);
        await OpenConsoleAsync(server, owner);
        Assert.Equal(200, await StatusAsync(server, page));
        server.Tenant.SetEnabled("grace", isEnabled: false);
        server.Clock.Advance(TimeSpan.FromMinutes(5));
        await Eventually.HoldsAsync(
            async () => await StatusAsync(server, page) == 401,
            TimeSpan.FromSeconds(30),
            "the end of the session of a disabled user"
        );

        // The member beside stays, and reads in the audit trail why.
        await owner.GotoAsync(server.Url + "/console/audit");
        await Assertions.Expect(owner.GetByText("account disabled or deleted at the identity provider").First).ToBeVisibleAsync();
    }

    /// <summary>Signs in, and gives the roles.</summary>
    private static async Task<IReadOnlyList<string?>> SignInAsync(TwoSitesServer server, IPage page)
    {
        await page.GotoAsync(server.Url + "/session");
        await page.GetByRole(AriaRole.Button, new() { Name = TwoSitesServer.Grace }).ClickAsync();
        await page.WaitForURLAsync(server.Url + "/session");
        var session = JsonDocument.Parse(await page.InnerTextAsync("body")).RootElement;
        return [.. session.GetProperty("roles").EnumerateArray().Select(role => role.GetString())];
    }

    /// <summary>What the trace of the sign-in before says, to an owner.</summary>
    private static async Task<string> TraceAsync(TwoSitesServer server, IPage page)
    {
        await OpenConsoleAsync(server, page);
        await page.GotoAsync(server.Url + "/console/sign-ins");
        await page.Locator("tbody tr", new() { HasText = "Grace" }).Locator("a[href*='/console/sign-ins/']").First.ClickAsync();
        return await page.InnerTextAsync("main");
    }

    private static async Task<int> StatusAsync(TwoSitesServer server, IPage page) =>
        (
            await page.Context.APIRequest.GetAsync(
                server.Url + "/session",
                new() { Headers = new Dictionary<string, string> { ["Accept"] = "application/json" } }
            )
        ).Status;

    private static async Task OpenConsoleAsync(TwoSitesServer server, IPage page)
    {
        await page.GotoAsync(server.Url + "/console");
        await page.GetByRole(AriaRole.Button, new() { Name = Alice }).ClickAsync();
        await page.WaitForURLAsync(server.Url + "/console");
    }
}
