using System.Net;
using AngleSharp.Html.Dom;
using Microsoft.Extensions.DependencyInjection;
using SamlSp.Directory;
using SamlSp.Testing;

namespace SamlSp.Console.Tests;

/// <summary>Org units: the page shows inheritance, and before saving which users a policy affects.</summary>
public sealed class UnitsPageTests(ConsoleApp app) : IClassFixture<ConsoleApp>
{
    [Fact]
    public async Task UnitsPage_Unit_ShowsWhereItsPolicyComesFrom()
    {
        // The tests of this class share one store, in any order: /guests has the policy that is built in.
        await app.Services.GetRequiredService<IOrgUnitDirectory>().SetPolicyAsync("contoso", "/guests", null, "test", default);
        var administrator = await app.BrowserAsync(ConsoleRoles.Administrator);
        var page = await administrator.PageAsync("/console/units");
        page = await administrator.SubmitAsync(Form(page, "Create"), ("path", "/guests/contractors"), ("description", "By the hour"));
        var policies = page.QuerySelectorAll("tbody tr")
            .ToDictionary(row => row.QuerySelector("th a")!.TextContent, row => row.QuerySelector("td")!);

        // Another test may have set the policy of /guests: what counts is that both units have the same.
        Assert.StartsWith("Sign in again after ", policies["/guests"].FirstChild!.TextContent, StringComparison.Ordinal);
        Assert.Equal(policies["/guests"].FirstChild!.TextContent, policies["/guests/contractors"].FirstChild!.TextContent);
        Assert.Equal("from /guests", policies["/guests/contractors"].QuerySelector(".sub")!.TextContent);
        Assert.Contains(
            "not a valid path",
            (await administrator.SubmitAsync(Form(page, "Create"), ("path", "guests"))).QuerySelector("[role=alert]")!.TextContent,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task UnitsPage_PolicyPreview_ShowsAffectedUsersBeforeSaving()
    {
        var guest = await app.BrowserAsync(idp => idp.EntraGuest("affected", "altostrat.com"));
        app.Clock.Advance(TimeSpan.FromHours(1));
        var administrator = await app.BrowserAsync(ConsoleRoles.Administrator);
        var page = await administrator.PageAsync("/console/units/unit?path=/guests");
        page = await administrator.PressAsync(page, "Preview the effect", ("Choice", "after"), ("Hours", "2"), ("Method", "Password"));
        Assert.Contains("live session becomes shorter", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await guest.GetAsync("/console/account")).StatusCode);
        Assert.Empty(await app.Audit.SearchAsync("contoso", new() { Action = AuditActions.PolicySet }, default));

        // One form with one Save, which asks before it makes sessions shorter. What is not confirmed changes nothing.
        page = await administrator.SubmitAsync(Form(page, "Save"), ("Description", "From other companies"));
        Assert.Contains("1 session?", page.QuerySelector("[role=alert] h2")!.TextContent, StringComparison.Ordinal);
        Assert.Null((await app.Services.GetRequiredService<IOrgUnitDirectory>().FindAsync("contoso", "/guests", default))!.Description);
        page = await administrator.SubmitAsync(Form(page, "Save"), ("confirmed", "true"));
        Assert.Equal("From other companies", ((IHtmlInputElement)page.GetElementById("description")!).Value);
        Assert.Contains("Saved", page.QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Sign in again after 2 hours", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Single(await app.Audit.SearchAsync("contoso", new() { Action = AuditActions.PolicySet }, default));
        app.Clock.Advance(TimeSpan.FromHours(1.5));
        Assert.NotEqual(HttpStatusCode.OK, (await guest.GetAsync("/console/account")).StatusCode);
    }

    [Fact]
    public async Task UnitsPage_HoursOutOfBounds_AreRefused()
    {
        var administrator = await app.BrowserAsync(ConsoleRoles.Administrator);
        var page = await administrator.PageAsync("/console/units/unit?path=/");
        page = await administrator.SubmitAsync(Form(page, "Save"), ("Choice", "after"), ("Hours", "25"));
        Assert.Contains("from 1 to 24", page.QuerySelector(".fault")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("25", ((IHtmlInputElement)page.GetElementById("Hours")!).Value);
        page = await administrator.SubmitAsync(Form(page, "Save"), ("Choice", "inherit"), ("Description", "Everybody"));
        Assert.Contains("The description is saved", page.QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnitsPage_UnitBelowOneThatIsMissing_AsksBeforeBothAreCreated()
    {
        var administrator = await app.BrowserAsync(ConsoleRoles.Administrator);
        var page = await administrator.SubmitAsync(Form(await administrator.PageAsync("/console/units"), "Create"), ("path", "/guest/x"));
        Assert.Contains("Create /guest as well?", page.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        var units = app.Services.GetRequiredService<IOrgUnitDirectory>();
        Assert.Null(await units.FindAsync("contoso", "/guest/x", default));
        await administrator.SubmitAsync((IHtmlFormElement)page.QuerySelector("[role=alert] form")!);
        Assert.NotNull(await units.FindAsync("contoso", "/guest/x", default));
    }

    [Fact]
    public async Task UnitsPage_Remove_AsksWithWhatIsLost()
    {
        var units = app.Services.GetRequiredService<IOrgUnitDirectory>();
        await units.CreateAsync("contoso", "/short", null, "test", default);
        await units.SetPolicyAsync(
            "contoso",
            "/short",
            new() { Reauthentication = AspNetCore.Reauthentication.Required, Frequency = TimeSpan.FromHours(1) },
            "test",
            default
        );
        var administrator = await app.BrowserAsync(ConsoleRoles.Administrator);
        var page = await administrator.PageAsync("/console/units/unit?path=/short");
        var question = page.GetElementById("remove-unit")!.TextContent;
        Assert.Contains("no live sessions", question, StringComparison.Ordinal);
        Assert.Contains("Sign in again after 1 hour", question, StringComparison.Ordinal);
        page = await administrator.SubmitAsync(Form(page, "Delete"));
        Assert.Contains("Removed /short", page.QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);
    }

    private static IHtmlFormElement Form(IHtmlDocument page, string handler) =>
        page.QuerySelectorAll("form")
            .OfType<IHtmlFormElement>()
            .First(form => form.GetAttribute("action")?.Contains("handler=" + handler, StringComparison.Ordinal) == true);
}
