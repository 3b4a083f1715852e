using System.Net;
using AngleSharp.Html.Dom;
using Microsoft.Extensions.DependencyInjection;
using SamlSp.AspNetCore;
using SamlSp.Directory;
using SamlSp.Testing;

namespace SamlSp.Console.Tests;

/// <summary>The pages on which administrators manage users.</summary>
public sealed class UsersPageTests(ConsoleApp app) : IClassFixture<ConsoleApp>
{
    [Fact]
    public async Task UsersPage_SearchByTextAndFilters_FindsUsers()
    {
        await app.BrowserAsync(idp => idp.EntraGuest("searched", "altostrat.com"));
        var browser = await app.BrowserAsync(ConsoleRoles.Reader);
        Assert.Single((await browser.PageAsync("/console/users?text=SEARCHED")).QuerySelectorAll("tbody tr"));
        Assert.Single(
            (await browser.PageAsync("/console/users?text=searched&type=EntraGuest&unit=/guests&state=Active")).QuerySelectorAll("tbody tr")
        );
        Assert.Empty((await browser.PageAsync("/console/users?text=searched&type=Member")).QuerySelectorAll("tbody tr"));
    }

    [Fact]
    public async Task UsersPage_GrantAndRevokeRole_EndSessions()
    {
        var (id, user) = await SignInAsync("granted");
        var owner = await app.BrowserAsync(ConsoleRoles.Owner);
        var page = await owner.SubmitAsync(Form(await owner.PageAsync("/console/users/" + id), "Grant"), ("role", "reader"));
        Assert.Contains("Granted the role reader", Said(page), StringComparison.Ordinal);
        Assert.NotEqual(HttpStatusCode.OK, (await user.GetAsync("/console/account")).StatusCode);
        user = (await SignInAsync("granted")).Browser;
        Assert.Equal(HttpStatusCode.OK, (await user.GetAsync("/console/users")).StatusCode);

        page = await owner.SubmitAsync(Form(await owner.PageAsync("/console/users/" + id), "Revoke"));
        Assert.Contains("Revoked the role reader", Said(page), StringComparison.Ordinal);
        Assert.NotEqual(HttpStatusCode.OK, (await user.GetAsync("/console/users")).StatusCode);
        var entry = (await app.Audit.SearchAsync("contoso", new() { Action = AuditActions.RoleRevoked, About = id }, default))[0];
        Assert.Equal(await IdAsync("owner"), entry.Actor);
    }

    [Fact]
    public async Task UsersPage_SuspendAndRestore_TakeEffectAtOnce()
    {
        var (id, user) = await SignInAsync("suspended");
        var administrator = await app.BrowserAsync(ConsoleRoles.Administrator);
        var page = await administrator.SubmitAsync(Form(await administrator.PageAsync("/console/users/" + id), "Suspend"));
        Assert.Contains("Suspended", Said(page), StringComparison.Ordinal);
        Assert.NotEqual(HttpStatusCode.OK, (await user.GetAsync("/console/account")).StatusCode);
        page = await administrator.SubmitAsync(Form(page, "Restore"));
        Assert.Contains("can sign in again", Said(page), StringComparison.Ordinal);
        await SignInAsync("suspended");
    }

    [Fact]
    public async Task UsersPage_Delete_RequiresThePhraseAndNextSignInIsNew()
    {
        var (id, _) = await SignInAsync("deleted");
        var administrator = await app.BrowserAsync(ConsoleRoles.Administrator);
        var form = Form(await administrator.PageAsync("/console/users/" + id), "Delete");
        var page = await administrator.SubmitAsync(form, ("phrase", "delete user from organization"));
        Assert.Contains("Nothing was deleted", Failed(page), StringComparison.Ordinal);
        page = await administrator.SubmitAsync(form, ("phrase", "Delete User from Organization"));
        Assert.Contains("was deleted", Said(page), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await administrator.GetAsync("/console/users/" + id)).StatusCode);
        Assert.NotEqual(id, (await SignInAsync("deleted")).Id);
    }

    [Fact]
    public async Task UsersPage_MovedUser_StaysUntilUnpinned()
    {
        var (id, _) = await SignInAsync("moved");
        var administrator = await app.BrowserAsync(ConsoleRoles.Administrator);
        var page = await administrator.SubmitAsync(
            Form(await administrator.PageAsync("/console/users/" + id), "Move"),
            ("path", "/guests")
        );
        Assert.Contains("Moved to /guests", Said(page), StringComparison.Ordinal);
        await SignInAsync("moved");
        var session = (await app.Sessions.ListAsync(new() { Organization = "contoso", UserId = id }, default))[0];
        Assert.Equal(("/guests", TimeSpan.FromHours(8)), (session.OrgUnitPath, session.ExpiresAt - session.AuthenticatedAt));

        page = await administrator.SubmitAsync(Form(await administrator.PageAsync("/console/users/" + id), "Unpin"));
        Assert.Contains("The rule sets", Said(page), StringComparison.Ordinal);
        Assert.Contains(
            "not a path of an org unit",
            Failed(await administrator.SubmitAsync(Form(page, "Move"), ("path", "guests"))),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task UsersPage_MoveToAUnitThatDoesNotExist_AsksFirst()
    {
        var (id, _) = await SignInAsync("traveller");
        var administrator = await app.BrowserAsync(ConsoleRoles.Administrator);
        var form = Form(await administrator.PageAsync("/console/users/" + id), "Move");
        Assert.Contains("/guests", form.QuerySelectorAll("option").Select(option => option.GetAttribute("value")));
        var page = await administrator.SubmitAsync(form, ("other", "/guest"));
        var question = page.QuerySelector("[role=alert]")!;
        Assert.Contains("Create the org unit /guest?", question.TextContent, StringComparison.Ordinal);
        Assert.Contains("No re-authentication", question.TextContent, StringComparison.Ordinal);
        Assert.Contains("1 session of the user ends", question.TextContent, StringComparison.Ordinal);
        Assert.Equal("/", await UnitAsync(id));
        page = await administrator.SubmitAsync((IHtmlFormElement)question.QuerySelector("form")!);
        Assert.Contains("Moved to /guest.", Said(page), StringComparison.Ordinal);
        Assert.Equal("/guest", await UnitAsync(id));
    }

    [Fact]
    public async Task UsersPage_SuspendAndEndSessions_SayHowManySessionsEnd()
    {
        var (id, _) = await SignInAsync("counted");
        await SignInAsync("counted");
        var administrator = await app.BrowserAsync(ConsoleRoles.Administrator);
        var page = await administrator.PageAsync("/console/users/" + id);
        Assert.Contains("2 live sessions end at once", page.GetElementById("suspend")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("End 2 sessions", page.GetElementById("end-sessions")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("2 live sessions end at once", page.GetElementById("delete")!.TextContent, StringComparison.Ordinal);
    }

    private async Task<string> UnitAsync(string id) =>
        (await app.Services.GetRequiredService<IUserDirectory>().FindAsync("contoso", id, default))!.OrgUnitPath;

    [Fact]
    public async Task UsersPage_OwnersAndOwnAccount_CannotBeChanged()
    {
        var owner = await app.BrowserAsync(ConsoleRoles.Owner);
        var ownerId = await IdAsync("owner");
        var administrator = await app.BrowserAsync(ConsoleRoles.Administrator);
        var (id, _) = await SignInAsync("candidate");
        var page = await administrator.PageAsync("/console/users/" + ownerId);
        Assert.Empty(page.QuerySelectorAll("main form"));
        var forms = await administrator.PageAsync("/console/users/" + id);
        Assert.DoesNotContain(Form(forms, "Grant").QuerySelectorAll("option"), option => option.TextContent == "owner");
        var suspend = Form(forms, "Suspend");
        suspend.SetAttribute("action", $"/console/users/{ownerId}?handler=Suspend");
        Assert.Equal(HttpStatusCode.Forbidden, (await administrator.PostAsync(suspend)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await administrator.PostAsync(Form(forms, "Grant"), ("role", "owner"))).StatusCode);

        var own = Form(await owner.PageAsync("/console/users/" + id), "Suspend");
        own.SetAttribute("action", $"/console/users/{ownerId}?handler=Suspend");
        Assert.Contains("you cannot remove your own access", Failed(await owner.SubmitAsync(own)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task UsersPage_MarkupInClaims_IsEncoded()
    {
        const string Evil = "<script>alert(1)</script><img src=x onerror=alert(1)>";
        await app.BrowserAsync(idp => idp.Member("scripted").Attribute("http://schemas.microsoft.com/identity/claims/displayname", Evil));
        var id = await IdAsync("scripted");
        var reader = await app.BrowserAsync(ConsoleRoles.Reader);
        foreach (
            var path in new[]
            {
                "/console/users?text=scripted",
                "/console/users/" + id,
                "/console/sessions?text=scripted",
                "/console/audit?about=" + id,
            }
        )
        {
            var page = await reader.PageAsync(path);
            Assert.Empty(page.QuerySelectorAll("script:not([src]), img"));
            Assert.Contains(Evil, page.Body!.TextContent, StringComparison.Ordinal);
        }
    }

    private async Task<(string Id, ConsoleBrowser Browser)> SignInAsync(string name)
    {
        var browser = await app.BrowserAsync(idp => idp.Member(name));
        return (await IdAsync(name), browser);
    }

    private async Task<string> IdAsync(string name) =>
        (await app.Sessions.ListAsync(new() { Organization = "contoso", NameId = name + "@example.com" }, default))[0].UserId;

    private static IHtmlFormElement Form(IHtmlDocument page, string handler) =>
        page.QuerySelectorAll("form")
            .OfType<IHtmlFormElement>()
            .First(form => form.GetAttribute("action")?.EndsWith("handler=" + handler, StringComparison.Ordinal) == true);

    private static string Said(IHtmlDocument page) =>
        page.QuerySelector("[role=status]")?.TextContent ?? "(nothing) " + page.QuerySelector("main")!.TextContent;

    private static string Failed(IHtmlDocument page) => page.QuerySelector("[role=alert]")?.TextContent ?? "(nothing)";
}
