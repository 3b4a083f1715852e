using System.Net;
using AngleSharp.Html.Dom;
using SamlSp.AspNetCore;

namespace SamlSp.Console.Tests;

/// <summary>My account: the user's own sessions, and no other user's.</summary>
public sealed class AccountTests(ConsoleApp app) : IClassFixture<ConsoleApp>
{
    [Fact]
    public async Task Account_WithoutSession_AsksForSignIn()
    {
        var answer = await app.Browser().GetAsync("/console/account");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("Organization or e-mail address", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Account_WithoutRole_ShowsAccountAndNoConsole()
    {
        var browser = await app.BrowserAsync(idp => idp.EntraGuest());
        var page = await browser.PageAsync("/console");
        Assert.Equal("My account", page.QuerySelector("h1")!.TextContent);
        Assert.Contains("charlie_altostrat.com@example.com", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Audit", page.QuerySelector("nav.side")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.GetAsync("/console/audit")).StatusCode);
    }

    [Fact]
    public async Task Account_EndOwnOtherSession_EndsOnlyThatSession()
    {
        var (here, there) = (await app.BrowserAsync(idp => idp.Member("eve")), await app.BrowserAsync(idp => idp.Member("eve")));
        var page = await here.PageAsync("/console/account");
        var form = Assert.Single(page.QuerySelectorAll("form[action$='handler=End']").OfType<IHtmlFormElement>());
        page = await here.SubmitAsync(form);
        Assert.Contains("The session was ended", page.QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);
        Assert.NotEqual(HttpStatusCode.OK, (await there.GetAsync("/console/account")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await here.GetAsync("/console/account")).StatusCode);
    }

    [Fact]
    public async Task Account_EndSessionOfAnotherUser_EndsNothing()
    {
        var (mine, theirs) = (await app.BrowserAsync(idp => idp.Member("mallory")), await app.BrowserAsync(idp => idp.Member("victor")));
        var other = await app.BrowserAsync(idp => idp.Member("mallory"));
        var victor = await app.Sessions.ListAsync(new() { Organization = "contoso", NameId = "victor@example.com" }, default);
        var form = Assert.Single(
            (await mine.PageAsync("/console/account")).QuerySelectorAll("form[action$='handler=End']").OfType<IHtmlFormElement>()
        );
        var page = await mine.SubmitAsync(form, ("session", Assert.Single(victor).Id));
        Assert.Contains("has already ended", page.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await theirs.GetAsync("/console/account")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await other.GetAsync("/console/account")).StatusCode);
    }

    [Fact]
    public async Task Account_FormWithoutToken_IsRefused()
    {
        var browser = await app.BrowserAsync(idp => idp.Member("alice"));
        await app.BrowserAsync(idp => idp.Member("alice"));
        var answer = await browser.PostAsync("/console/account?handler=EndOthers");
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("This form is out of date", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.True((await app.Sessions.ListAsync(new() { Organization = "contoso", NameId = "alice@example.com" }, default)).Count > 1);
    }
}
