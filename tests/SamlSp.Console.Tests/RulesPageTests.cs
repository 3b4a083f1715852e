using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.Extensions.DependencyInjection;
using SamlSp.Claims;
using SamlSp.Directory;

namespace SamlSp.Console.Tests;

/// <summary>
/// Claim rules in a form as in Entra's portal, without script: every button posts what is in the form, and nothing is saved before Save.
/// </summary>
public sealed class RulesPageTests(ConsoleApp app) : IClassFixture<ConsoleApp>
{
    private const string Row = "Draft.NameId.Rows[";

    [Fact]
    public async Task RulesPage_RowsAddedMovedAndRemoved_AreSavedInOrder()
    {
        var owner = await app.StoredAsync(ConsoleRoles.Owner);
        var page = await owner.PressAsync(await owner.PageAsync("/console/rules"), "own");
        Assert.Equal(["externalGuests", "entraGuests", "members"], Types(page));
        page = await owner.PressAsync(page, "row-add:-1");
        page = await owner.PressAsync(
            page,
            "row-up:-1:3",
            (Row + "3].UserType", "any"),
            (Row + "3].Attribute", "user.mail"),
            (Row + "3].MemberOf", "g1, g2")
        );
        page = await owner.PressAsync(page, "row-down:-1:0");
        Assert.Equal(["entraGuests", "externalGuests", "any", "members"], Types(page));
        page = await owner.PressAsync(page, "row-remove:-1:0");
        Assert.Null((await StoredAsync()).NameId.Conditions);

        // Without the row for guests, the owner would be refused, and is asked.
        page = await owner.PressAsync(page, "Save");
        page = await owner.PressAsync(page, "Save anyway", ("confirmed", "locked-out"));
        Assert.Contains("Saved", page.QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);
        var rows = (await StoredAsync()).NameId.Conditions!;
        Assert.Equal(["externalGuests", "any", "members"], rows.Select(row => row.UserType));
        Assert.Equal("RegexReplace", Assert.Single(rows[0].Transformations).Function);
        Assert.Equal(("attribute", "user.mail", "g1 g2"), (rows[1].Source, rows[1].Attribute, string.Join(' ', rows[1].MemberOf)));

        page = await owner.PressAsync(await owner.PageAsync("/console/rules"), "default");
        await owner.PressAsync(page, "Save");
        Assert.Null((await StoredAsync()).NameId.Conditions);
    }

    [Fact]
    public async Task RulesPage_ClaimWithTwoTransformations_IsSavedAndTried()
    {
        var owner = await app.StoredAsync(ConsoleRoles.Owner);
        const string Claim = "Draft.Claims[0].";
        var page = await owner.PressAsync(await owner.PageAsync("/console/rules"), "claim-add");
        page = await owner.PressAsync(
            page,
            "Save",
            (Claim + "Name", "https://example.com/claims/short"),
            (Claim + "Rows[0].UserType", "members"),
            (Claim + "Rows[0].Source", "transformation"),
            (Claim + "Rows[0].First.Function", "ExtractMailPrefix"),
            (Claim + "Rows[0].First.Input", "user.userprincipalname"),
            (Claim + "Rows[0].First.Pattern", "left over from another function"),
            (Claim + "Rows[0].Second.Function", "Join"),
            (Claim + "Rows[0].Second.Separator", "-"),
            (Claim + "Rows[0].Second.Input2", "'x'")
        );
        Assert.Contains("Saved", page.QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);
        var claim = Assert.Single((await StoredAsync()).Claims);
        Assert.Equal("https://example.com/claims/short", claim.Claim);
        Assert.Equal(
            [
                new ClaimTransformation { Function = "ExtractMailPrefix", Input = "user.userprincipalname" },
                new ClaimTransformation
                {
                    Function = "Join",
                    Separator = "-",
                    Input2 = "'x'",
                },
            ],
            claim
                .Conditions[0]
                .Transformations.Select(step => step with { Parameters = claim.Conditions[0].MemberOf })
                .Select(step => step with { Parameters = new ClaimTransformation { Function = "" }.Parameters })
        );

        page = await owner.PressAsync(await owner.PageAsync("/console/rules?sample=member"), "Try");
        Assert.Contains("alice-x", page.QuerySelector("#evaluation")!.TextContent, StringComparison.Ordinal);
        var steps = page.QuerySelectorAll("#evaluation .steps b").Select(step => step.TextContent).ToList();
        Assert.Contains("claim 1, row 1", steps);
        Assert.Contains("nameId, row 3", steps);
        Assert.DoesNotContain(steps, step => step.StartsWith("nameId[", StringComparison.Ordinal));
        page = await owner.PressAsync(page, "claim-remove:0");
        await owner.PressAsync(page, "Save");
        Assert.Empty((await StoredAsync()).Claims);
    }

    [Fact]
    public async Task RulesPage_WrongExpression_SaysNotSavedAtTheTopAndAtTheField()
    {
        var owner = await app.StoredAsync(ConsoleRoles.Owner);
        var before = (await DirectoryAsync()).Revision;
        var page = await owner.PressAsync(await owner.PageAsync("/console/rules"), "Save", ("Draft.OrgUnitPath", "IIF("));
        var alert = page.QuerySelector("[role=alert]")!.TextContent;
        Assert.Contains("Not saved.", alert, StringComparison.Ordinal);
        Assert.Contains("Org-unit expression: ", alert, StringComparison.Ordinal);
        var field = page.GetElementById("expression")!;
        Assert.Equal("true", field.GetAttribute("aria-invalid"));
        Assert.NotEmpty(page.GetElementById(field.GetAttribute("aria-describedby")!)!.TextContent);
        Assert.Equal(before, (await DirectoryAsync()).Revision);

        page = await owner.PressAsync(page, "Try", ("Draft.OrgUnitPath", "\"/all\""));
        Assert.Null(page.QuerySelector("[role=alert]"));
        Assert.Null(page.GetElementById("expression")!.GetAttribute("aria-invalid"));
    }

    [Fact]
    public async Task RulesPage_InvalidRow_ShowsItsPathAndSavesNothing()
    {
        var owner = await app.StoredAsync(ConsoleRoles.Owner);
        var before = (await DirectoryAsync()).Revision;
        var page = await owner.PressAsync(await owner.PageAsync("/console/rules"), "own");
        page = await owner.PressAsync(page, "Save", (Row + "1].First.Pattern", "("), (Row + "2].Attribute", ""));
        Assert.Equal(["nameid-1", "nameid-2"], page.QuerySelectorAll("fieldset.rule:has(.fault)").Select(row => row.Id));
        Assert.StartsWith(
            "NameId:Conditions:1:Transformations:0:Pattern: ",
            page.QuerySelector("#nameid-1 .fault")!.TextContent,
            StringComparison.Ordinal
        );
        Assert.Equal("nameid-1-errors", page.QuerySelector("#nameid-1")!.GetAttribute("aria-describedby"));
        Assert.Equal("NameId:Conditions:2:Attribute: the row names no attribute", page.QuerySelector("#nameid-2 .fault")!.TextContent);
        Assert.Contains("Correct the following", page.QuerySelector("#evaluation")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("(", ((IHtmlInputElement)page.QuerySelector($"input[name='{Row}1].First.Pattern']")!).Value);
        Assert.Equal(before, (await DirectoryAsync()).Revision);
    }

    [Fact]
    public async Task RulesPage_JsonView_ShowsTheRowsAndConvertsBack()
    {
        var owner = await app.StoredAsync(ConsoleRoles.Owner);
        var page = await owner.PressAsync(await owner.PageAsync("/console/rules"), "own");
        page = await owner.PressAsync(page, "json", (Row + "2].Attribute", "user.mail"));
        var json = page.QuerySelector("textarea[name='Draft.Json']")!.TextContent;
        Assert.Contains("\"attribute\": \"user.mail\"", json, StringComparison.Ordinal);
        page = await owner.PressAsync(page, "form", ("Draft.Json", json.Replace("members", "any", StringComparison.Ordinal)));
        Assert.Equal(["externalGuests", "entraGuests", "any"], Types(page));

        page = await owner.PressAsync(
            await owner.PressAsync(page, "json"),
            "form",
            ("Draft.Json", "[{\"claim\": \"nameid\",\n \"rows\": []}]")
        );
        Assert.Contains(
            "Rules: this is not a list of claims (line 2, at $[0]",
            page.QuerySelector(".fault")!.TextContent,
            StringComparison.Ordinal
        );
        page = await owner.PressAsync(page, "Try", ("Draft.Json", "[{\"claim\": \"nameid\", \"conditions\": [{\"userType\": 7}]}]"));
        Assert.Equal(
            "Rules: this is not a list of claims (line 1, at $[0].conditions[0].userType)",
            page.QuerySelector(".fault")!.TextContent
        );
        Assert.NotNull(page.QuerySelector("textarea[name='Draft.Json']"));
    }

    [Fact]
    public async Task RulesPage_Reader_TriesRowsAndCannotSave()
    {
        var reader = await app.StoredAsync(ConsoleRoles.Reader);
        var page = await reader.PressAsync(await reader.PageAsync("/console/rules?sample=member"), "own");
        page = await reader.PressAsync(page, "Try", (Row + "2].Attribute", "'somebody@example.com'"));
        Assert.Contains("somebody@example.com", page.QuerySelector("#evaluation")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(page.QuerySelectorAll("main button"), button => button.TextContent.Trim() == "Save");
        var form = (IHtmlFormElement)page.QuerySelector("main form")!;
        form.SetAttribute("action", "/console/rules?handler=Save");
        Assert.Equal(HttpStatusCode.Forbidden, (await reader.PostAsync(form)).StatusCode);
        Assert.Null((await StoredAsync()).NameId.Conditions);
    }

    [Fact]
    public async Task RulesPage_InvalidAction_ChangesNothing()
    {
        var owner = await app.StoredAsync(ConsoleRoles.Owner);
        var page = await owner.PressAsync(await owner.PageAsync("/console/rules"), "own");
        foreach (
            var act in new[]
            {
                "row-up:-1:0",
                "row-down:-1:2",
                "row-remove:-1:9",
                "row-remove:7:0",
                "row-add:x",
                "claim-remove:0",
                "nonsense",
                "",
            }
        )
        {
            var form = (IHtmlFormElement)page.QuerySelector("main form")!;
            form.SetAttribute("action", "/console/rules?handler=Edit");
            Assert.Equal(["externalGuests", "entraGuests", "members"], Types(await owner.SubmitAsync(form, ("act", act))));
        }
    }

    private static IEnumerable<string?> Types(IHtmlDocument page) =>
        page.QuerySelectorAll("#nameid select[name$='.UserType']").OfType<IHtmlSelectElement>().Select(select => select.Value);

    private async Task<OrganizationEntry> DirectoryAsync() =>
        (await app.Services.GetRequiredService<IOrganizationDirectory>().FindAsync("woodgrove", default))!;

    private async Task<AspNetCore.OrganizationOptions> StoredAsync() => (await DirectoryAsync()).Settings;
}
