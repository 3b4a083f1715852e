using System.Net;
using AngleSharp.Html.Dom;
using SamlSp.Directory;

namespace SamlSp.Console.Tests;

/// <summary>The page of provisioning: its guide for Entra, and secrets that are shown once.</summary>
public sealed class ProvisioningPageTests(ConsoleApp app) : IClassFixture<ConsoleApp>
{
    [Fact]
    public async Task Secret_Created_IsShownOnceAfterARedirect()
    {
        var owner = await app.BrowserAsync(ConsoleRoles.Owner);
        var form = (IHtmlFormElement)(await owner.PageAsync("/console/provisioning")).QuerySelector("dialog#create form")!;
        var answer = await owner.PostAsync(form, ("name", "Entra, shown once"), ("kind", "ClientSecret"), ("days", "30"));
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);

        // The cookie on the way has it encrypted; another page does not use it up.
        Assert.NotEqual("", (await owner.PageAsync("/console/users")).Title);
        var shown = await owner.PageAsync("/console/provisioning");
        var secret = shown.QuerySelector("#secret")!.TextContent;
        Assert.DoesNotContain(owner.Cookies.Values, value => value.Contains(secret, StringComparison.Ordinal));
        Assert.EndsWith("/scim/v2/contoso/oauth2/token", shown.QuerySelector("#endpoint")!.TextContent, StringComparison.Ordinal);
        var row = shown.QuerySelectorAll("tbody th").Single(th => th.TextContent.StartsWith("Entra, shown once", StringComparison.Ordinal));
        Assert.NotNull(row);

        var again = await owner.PageAsync("/console/provisioning");
        Assert.Null(again.QuerySelector("#secret"));
        Assert.DoesNotContain(secret, again.Source.Text, StringComparison.Ordinal);
        Assert.Single(again.QuerySelectorAll("tbody th"), th => th.TextContent.StartsWith("Entra, shown once", StringComparison.Ordinal));
    }

    [Fact]
    public async Task LastRequest_RefusedForItsSecret_IsSaidUntilOneIsAccepted()
    {
        var owner = await app.BrowserAsync(ConsoleRoles.Owner);
        await RequestAsync("status_401");
        var page = await owner.PageAsync("/console/provisioning");
        Assert.Contains("wrong, revoked or expired", page.QuerySelector(".notice.poor")!.TextContent, StringComparison.Ordinal);
        Assert.NotNull(page.QuerySelector("#log ~ table .badge.bad"));
        Assert.Contains("provisioning request was refused", await OverviewAsync(owner), StringComparison.Ordinal);

        await RequestAsync("ok");
        Assert.Null((await owner.PageAsync("/console/provisioning")).QuerySelector(".notice.poor"));
        Assert.DoesNotContain("provisioning request was refused", await OverviewAsync(owner), StringComparison.Ordinal);
    }

    private static async Task<string> OverviewAsync(ConsoleBrowser owner) =>
        (await owner.PageAsync("/console")).QuerySelector("main")!.TextContent;

    private Task RequestAsync(string code)
    {
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        return app.Audit.WriteAsync(
            new()
            {
                At = app.Clock.GetUtcNow(),
                Organization = "contoso",
                Actor = "provisioning",
                Action = AuditActions.ProvisioningRequest,
                Code = code,
            },
            default
        );
    }

    [Fact]
    public async Task Guide_OrganizationWithRules_HasItsMappings()
    {
        var page = await (await app.BrowserAsync(ConsoleRoles.Reader)).PageAsync("/console/provisioning");
        var values = page.QuerySelectorAll(".guide .value code").Select(code => code.TextContent).ToList();
        Assert.Contains("objectId", values);
        Assert.Contains("""Replace([originalUserPrincipalName], "#EXT#@contoso.onmicrosoft.com", , , "@example.com", , )""", values);
        Assert.Contains("""IIF(InStr([originalUserPrincipalName], "#EXT#", , )="0", "/", "/guests")""", values);
        Assert.Contains("urn:ietf:params:scim:schemas:extension:samlsp:2.0:User:originalUserPrincipalName", values);
        Assert.Null(page.QuerySelector("dialog#create"));
    }
}
