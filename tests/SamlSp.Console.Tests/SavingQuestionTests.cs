using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.Extensions.DependencyInjection;
using SamlSp.AspNetCore;
using SamlSp.Directory;

namespace SamlSp.Console.Tests;

/// <summary>
/// Settings that refuse, rename or move users are not saved before a page has said whom, with the steps of the rules, and asked.
/// </summary>
public sealed class SavingQuestionTests(ConsoleApp app) : IClassFixture<ConsoleApp>
{
    // The users of Woodgrove in these tests are guests of another Entra tenant.
    private const string GuestSource = "Draft.NameId.Rows[1].Source";
    private const string GuestAttribute = "Draft.NameId.Rows[1].Attribute";

    [Fact]
    public async Task Rules_RefusingTheOwner_AreSavedOnlyAfterTheRiskIsAccepted()
    {
        var owner = await app.StoredAsync(ConsoleRoles.Owner);
        var before = (await EntryAsync()).Revision;
        var form = await owner.PressAsync(await owner.PageAsync("/console/rules"), "own");
        var page = await owner.PressAsync(form, "Save", (GuestSource, "attribute"), (GuestAttribute, "user.extensionattribute9"));
        Assert.Contains("Not saved yet", Alert(page), StringComparison.Ordinal);
        Assert.Contains("You would be refused as well", Alert(page), StringComparison.Ordinal);
        var first = page.QuerySelector(".steps li")!;
        Assert.Contains("(you)", first.TextContent, StringComparison.Ordinal);
        Assert.Equal("name_id_unresolved", first.QuerySelector(".badge")!.TextContent);
        Assert.Contains("nameId", first.QuerySelector("details")!.TextContent, StringComparison.Ordinal);

        // Back to the form, with what was typed.
        var back = await owner.PressAsync(page, "Back to the form");
        Assert.Equal("user.extensionattribute9", ((IHtmlInputElement)back.QuerySelector($"input[name='{GuestAttribute}']")!).Value);

        page = await owner.PressAsync(back, "Save");

        // Without the box, or with the answer to an ordinary question, it asks again.
        Assert.Contains("Not saved yet", Alert(await owner.PressAsync(page, "Save anyway")), StringComparison.Ordinal);
        Assert.Contains(
            "Not saved yet",
            Alert(await owner.PressAsync(page, "Save anyway", ("confirmed", "yes"))),
            StringComparison.Ordinal
        );
        Assert.Equal(before, (await EntryAsync()).Revision);
        page = await owner.PressAsync(page, "Save anyway", ("confirmed", "locked-out"));
        Assert.Contains("Saved", Status(page), StringComparison.Ordinal);
        Assert.Equal("user.extensionattribute9", (await EntryAsync()).Settings.NameId.Conditions![1].Attribute);

        // Rules that accept again need no question.
        page = await owner.PressAsync(await owner.PressAsync(await owner.PageAsync("/console/rules"), "default"), "Save");
        Assert.Contains("Saved", Status(page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rules_WithoutEffectOnSignIns_AreSavedAtOnceAndSaySo()
    {
        var owner = await app.StoredAsync(ConsoleRoles.Owner);
        var page = await owner.PressAsync(await owner.PressAsync(await owner.PageAsync("/console/rules"), "own"), "Save");
        Assert.Contains("nobody is refused, renamed or moved", Status(page), StringComparison.Ordinal);
        await owner.PressAsync(await owner.PressAsync(page, "default"), "Save");
    }

    [Fact]
    public async Task Rules_RenamingUsers_AskWithBothNames()
    {
        var owner = await app.StoredAsync(ConsoleRoles.Owner);
        var form = await owner.PressAsync(await owner.PageAsync("/console/rules"), "own");
        var page = await owner.PressAsync(form, "Save", (GuestSource, "attribute"), (GuestAttribute, "user.objectid"));
        Assert.Contains("would get another NameID", Alert(page), StringComparison.Ordinal);
        Assert.Contains("owner_example.com@", page.QuerySelector(".steps li")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("required", page.QuerySelector("main form")!.InnerHtml, StringComparison.Ordinal);
        Assert.Null((await EntryAsync()).Settings.NameId.Conditions);
        Assert.Contains("Saved", Status(await owner.PressAsync(page, "Save anyway")), StringComparison.Ordinal);
        Assert.Equal("user.objectid", (await EntryAsync()).Settings.NameId.Conditions![1].Attribute);
        page = await owner.PressAsync(await owner.PressAsync(await owner.PageAsync("/console/rules"), "default"), "Save");
        await owner.PressAsync(page, "Save anyway");
        Assert.Null((await EntryAsync()).Settings.NameId.Conditions);
    }

    [Fact]
    public async Task Rules_GivingOneNameToTwoUsers_AreShownAsRefusals()
    {
        await app.StoredAsync(ConsoleRoles.Reader);
        var owner = await app.StoredAsync(ConsoleRoles.Owner);
        var form = await owner.PressAsync(await owner.PageAsync("/console/rules"), "own");
        var page = await owner.PressAsync(form, "Save", (GuestSource, "attribute"), (GuestAttribute, "'same@woodgrove.example'"));
        Assert.Contains(page.QuerySelectorAll(".steps .badge"), badge => badge.TextContent == "name_id_taken");
        Assert.Null((await EntryAsync()).Settings.NameId.Conditions);
    }

    [Fact]
    public async Task OrgUnitExpression_MovingUsers_AsksWithThePolicy()
    {
        var owner = await app.StoredAsync(ConsoleRoles.Owner);
        var page = await owner.PressAsync(await owner.PageAsync("/console/rules"), "Save", ("Draft.OrgUnitPath", "\"/guests/partners\""));
        Assert.Contains("would be in another org unit", Alert(page), StringComparison.Ordinal);
        var first = page.QuerySelector(".steps li")!.TextContent;
        Assert.Contains("/guests/partners", first, StringComparison.Ordinal);
        Assert.Contains("Sign in again after 8 hours", first, StringComparison.Ordinal);
        Assert.Null((await EntryAsync()).Settings.OrgUnitPath);
    }

    [Fact]
    public async Task Settings_PrimaryDomainThatRenamesGuests_AsksAndListsThem()
    {
        var owner = await app.StoredAsync(ConsoleRoles.Owner);
        using var guest = app.Browser();
        await guest.SignInAsync(idp => ConsoleApp.OfWoodgrove(idp, "none").EntraGuest("kim", "altostrat.com"), "woodgrove");
        var page = await owner.PressAsync(await owner.PageAsync("/console/settings"), "Save", ("Draft.PrimaryDomain", "other.example"));
        Assert.Contains("kim_altostrat.com@other.example", page.QuerySelector(".steps")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("woodgrove.example", (await EntryAsync()).Settings.PrimaryDomain);
        var back = await owner.PressAsync(page, "Back to the form");
        Assert.Equal("other.example", ((IHtmlInputElement)back.GetElementById("primary")!).Value);
        page = await owner.PressAsync(await owner.PressAsync(back, "Save"), "Save anyway");
        Assert.Contains("Saved", Status(page), StringComparison.Ordinal);
        page = await owner.PressAsync(await owner.PageAsync("/console/settings"), "Save", ("Draft.PrimaryDomain", "woodgrove.example"));
        await owner.PressAsync(page, "Save anyway");
        Assert.Equal("woodgrove.example", (await EntryAsync()).Settings.PrimaryDomain);
    }

    private static string Alert(IHtmlDocument page) => (page.QuerySelector("[role=alert]") ?? page.DocumentElement).TextContent;

    private static string Status(IHtmlDocument page) => (page.QuerySelector("[role=status]") ?? page.DocumentElement).TextContent;

    private async Task<OrganizationEntry> EntryAsync() =>
        (await app.Services.GetRequiredService<IOrganizationDirectory>().FindAsync("woodgrove", default))!;
}
