using System.Net;
using AngleSharp.Html.Dom;
using Microsoft.Extensions.DependencyInjection;
using SamlSp.Directory;

namespace SamlSp.Console.Tests;

/// <summary>The history of settings, rules and policies: who, when, the difference, and putting it back.</summary>
public sealed class HistoryPageTests(ConsoleApp app) : IClassFixture<ConsoleApp>
{
    [Fact]
    public async Task History_SettingChanged_IsShownAndPutBackAlone()
    {
        var owner = await app.StoredAsync(ConsoleRoles.Owner);
        await owner.PressAsync(await owner.PageAsync("/console/settings"), "Save", ("Draft.TenantDomain", "bank.onmicrosoft.com"));
        await owner.PressAsync(await owner.PageAsync("/console/settings"), "Save", ("Draft.DisplayName", "Woodgrove Bank"));
        var list = await owner.PageAsync("/console/history");
        var rows = list.QuerySelectorAll("tbody tr").Select(row => row.TextContent).ToList();
        Assert.Contains("Display name", rows[0], StringComparison.Ordinal);
        Assert.Contains("Initial domain of the tenant", rows[1], StringComparison.Ordinal);
        Assert.Contains("Organization created", rows[^1], StringComparison.Ordinal);

        // The older change is put back; the newer one stays.
        var path = list.QuerySelectorAll("tbody tr th a")[1].GetAttribute("href")!;
        var page = await owner.PageAsync(path);
        Assert.Contains("bank.onmicrosoft.com", page.QuerySelector("ins")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("bank.onmicrosoft.com", page.QuerySelector("#back ~ .difference del")!.TextContent, StringComparison.Ordinal);
        page = await owner.PressAsync(page, "Put back");
        Assert.Contains("Put back", page.QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);
        var settings = (await EntryAsync()).Settings;
        Assert.Equal(("woodgrove.onmicrosoft.com", "Woodgrove Bank"), (settings.TenantDomain, settings.DisplayName));

        // It is a change itself, and there is nothing left to put back.
        Assert.Equal(rows.Count + 1, page.QuerySelectorAll("tbody tr").Length);
        page = await owner.PageAsync(path);
        Assert.Contains("nothing to put back", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        page = await owner.PressAsync(await owner.PageAsync(list.QuerySelectorAll("tbody tr th a")[0].GetAttribute("href")!), "Put back");
        Assert.Equal("Woodgrove", (await EntryAsync()).Settings.DisplayName);
    }

    [Fact]
    public async Task History_RulesThatRefuse_ArePutBackWithoutAQuestionAndAgainWithOne()
    {
        var owner = await app.StoredAsync(ConsoleRoles.Owner);
        var form = await owner.PressAsync(await owner.PageAsync("/console/rules"), "own");
        var page = await owner.PressAsync(
            form,
            "Save",
            ("Draft.NameId.Rows[1].Source", "attribute"),
            ("Draft.NameId.Rows[1].Attribute", "user.extensionattribute9")
        );
        await owner.PressAsync(page, "Save anyway", ("confirmed", "locked-out"));
        page = await NewestAsync(owner);
        Assert.Contains("user.extensionattribute9", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        page = await owner.PressAsync(page, "Put back");
        Assert.Contains("nobody is refused", page.QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);
        Assert.Null((await EntryAsync()).Settings.NameId.Conditions);

        // To put that back is to lock oneself out.
        page = await NewestAsync(owner);
        Assert.Contains("You would be refused as well", page.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        await owner.PressAsync(page, "Save anyway");
        Assert.Null((await EntryAsync()).Settings.NameId.Conditions);
    }

    [Fact]
    public async Task History_Policy_IsPutBackByAnAdministratorAndNotByAReader()
    {
        var administrator = await app.BrowserAsync(ConsoleRoles.Administrator);
        var units = app.Services.GetRequiredService<IOrgUnitDirectory>();
        Assert.Equal(
            OrgUnitChange.Done,
            await units.SetPolicyAsync(
                "contoso",
                "/guests",
                new() { Reauthentication = AspNetCore.Reauthentication.Required, Frequency = TimeSpan.FromHours(24) },
                "operator",
                default
            )
        );
        var path = (await administrator.PageAsync("/console/history?kind=policies")).QuerySelector("tbody tr th a")!.GetAttribute("href")!;
        var page = await administrator.PageAsync(path);
        Assert.Contains("Operator", page.QuerySelector(".lead")!.TextContent, StringComparison.Ordinal);
        Assert.Contains(
            "24:00:00",
            page.QuerySelector("ins ~ ins, ins")!.ParentElement!.ParentElement!.TextContent,
            StringComparison.Ordinal
        );

        var reader = await app.BrowserAsync(ConsoleRoles.Reader);
        Assert.DoesNotContain((await reader.PageAsync(path)).QuerySelectorAll("main button"), button => button.TextContent == "Put back");
        var token = await TokenAsync(reader, "/console/rules");
        var refused = await reader.PostAsync(path + "?handler=PutBack", ("__RequestVerificationToken", token));
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.NotNull((await units.FindAsync("contoso", "/guests", default))!.OwnPolicy);

        await administrator.PressAsync(page, "Put back");
        Assert.Null((await units.FindAsync("contoso", "/guests", default))!.OwnPolicy);
    }

    [Fact]
    public async Task History_SettingsOfAnOwner_AreNotPutBackByAnAdministrator()
    {
        var owner = await app.StoredAsync(ConsoleRoles.Owner);
        await owner.PressAsync(await owner.PageAsync("/console/settings"), "Save", ("Draft.DisplayName", "Another name"));
        var page = await NewestAsync(owner);
        var administrator = await app.StoredAsync(ConsoleRoles.Administrator);
        var shown = await administrator.PageAsync(page.QuerySelector("main form")!.GetAttribute("action")!.Split('?')[0]);
        Assert.Contains("Owners can put it back", shown.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        var token = await TokenAsync(administrator, "/console/units");
        var refused = await administrator.PostAsync(
            page.QuerySelector("main form")!.GetAttribute("action")!,
            ("__RequestVerificationToken", token),
            ("confirmed", "yes")
        );
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Equal("Another name", (await EntryAsync()).Settings.DisplayName);
        await owner.PressAsync(page, "Put back");
        Assert.Equal("Woodgrove", (await EntryAsync()).Settings.DisplayName);
    }

    [Fact]
    public async Task History_OfAnotherOrganization_IsNotFound()
    {
        var owner = await app.StoredAsync(ConsoleRoles.Owner);
        await owner.PressAsync(await owner.PageAsync("/console/settings"), "Save", ("Draft.DisplayName", "Woodgrove, renamed"));
        var path = (await owner.PageAsync("/console/history")).QuerySelector("tbody tr th a")!.GetAttribute("href")!;
        var other = await app.BrowserAsync(ConsoleRoles.Owner);
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync(path)).StatusCode);
        await owner.PressAsync(await owner.PageAsync(path), "Put back");
    }

    private static async Task<string> TokenAsync(ConsoleBrowser browser, string path) =>
        ((IHtmlInputElement)(await browser.PageAsync(path)).QuerySelector("input[name=__RequestVerificationToken]")!).Value;

    private static async Task<IHtmlDocument> NewestAsync(ConsoleBrowser browser) =>
        await browser.PageAsync((await browser.PageAsync("/console/history")).QuerySelector("tbody tr th a")!.GetAttribute("href")!);

    private async Task<OrganizationEntry> EntryAsync() =>
        (await app.Services.GetRequiredService<IOrganizationDirectory>().FindAsync("woodgrove", default))!;
}
