using System.Net;
using AngleSharp.Html.Dom;
using Microsoft.Extensions.DependencyInjection;
using SamlSp.Directory;

namespace SamlSp.Console.Tests;

/// <summary>The checklist of first steps on the overview: until each step is done or not needed.</summary>
public sealed class FirstStepsTests(ConsoleApp app) : IClassFixture<ConsoleApp>
{
    [Fact]
    public async Task Overview_NewOrganization_ShowsStepsUntilTheyAreDone()
    {
        var owner = await app.StoredAsync(ConsoleRoles.Owner);
        var page = await owner.PageAsync("/console");
        Assert.Equal(
            ["done", "done", "done", "", "", "done"],
            page.QuerySelectorAll("#first-steps ~ ol > li").Select(step => step.QuerySelector(".badge")?.TextContent ?? "")
        );

        // A step is done by doing it, or is not needed.
        var tokens = app.Services.GetRequiredService<IProvisioningTokens>();
        var created = await tokens.CreateAsync(
            "woodgrove",
            "Entra",
            ProvisioningCredentialKind.Token,
            TimeSpan.FromDays(30),
            "tests",
            default
        );
        page = await owner.PageAsync("/console");
        Assert.Contains("4 of 6 done", page.QuerySelector("section .hint")!.TextContent, StringComparison.Ordinal);
        var presented = app.Services.GetRequiredService<ProvisioningTokens>();
        Assert.NotNull(await presented.FindAsync("woodgrove", created!.Secret, ProvisioningCredentialKind.Token, default));
        page = await owner.PageAsync("/console");
        Assert.Contains("5 of 6 done", page.QuerySelector("section .hint")!.TextContent, StringComparison.Ordinal);
        page = await owner.SubmitAsync((IHtmlFormElement)page.QuerySelector("#first-steps ~ ol form")!);
        Assert.Null(page.GetElementById("first-steps"));
        Assert.Single(await app.Audit.SearchAsync("woodgrove", new() { Action = AuditActions.FirstStepSkipped }, default));
    }

    [Fact]
    public async Task Overview_OtherRolesAndDeclaredOrganization_ShowsNoSteps()
    {
        var administrator = await app.StoredAsync(ConsoleRoles.Administrator);
        Assert.Null((await administrator.PageAsync("/console")).GetElementById("first-steps"));
        var owner = await app.BrowserAsync(ConsoleRoles.Owner);
        Assert.Null((await owner.PageAsync("/console")).GetElementById("first-steps"));
    }

    [Fact]
    public async Task Overview_SkippingTheConnectionOrNonsense_IsRefused()
    {
        var owner = await app.StoredAsync(ConsoleRoles.Owner);
        var token = (
            (IHtmlInputElement)(await owner.PageAsync("/console/rules")).QuerySelector("input[name=__RequestVerificationToken]")!
        ).Value;
        foreach (var step in new[] { "Connection", "99", "nonsense" })
        {
            var answer = await owner.PostAsync("/console?handler=Skip", ("__RequestVerificationToken", token), ("step", step));
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        }
    }
}
