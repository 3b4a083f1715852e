using System.Net;
using AngleSharp.Html.Dom;
using SamlSp.Directory;
using SamlSp.Testing;

namespace SamlSp.Console.Tests;

/// <summary>The sessions of all users: listed, found, ended.</summary>
public sealed class SessionsPageTests(ConsoleApp app) : IClassFixture<ConsoleApp>
{
    [Fact]
    public async Task SessionsPage_SelectedSessions_EndAndAreAudited()
    {
        var (bob, carol) = (await app.BrowserAsync(idp => idp.Member("bob")), await app.BrowserAsync(idp => idp.Member("carol")));
        var administrator = await app.BrowserAsync(ConsoleRoles.Administrator);
        var page = await administrator.PageAsync("/console/sessions?text=bob");
        var box = Assert.Single(page.QuerySelectorAll("input[name=session]").OfType<IHtmlInputElement>());
        page = await administrator.SubmitAsync(
            page.QuerySelectorAll("form").OfType<IHtmlFormElement>().First(f => f.Action.Contains("handler=End", StringComparison.Ordinal)),
            ("session", box.Value)
        );
        Assert.Contains("1 session was ended", page.QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);
        Assert.NotEqual(HttpStatusCode.OK, (await bob.GetAsync("/console/account")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await carol.GetAsync("/console/account")).StatusCode);
        var entry = (await app.Audit.SearchAsync("contoso", new() { Action = AuditActions.SessionEnded, About = box.Value }, default))[0];
        Assert.Equal(
            (await app.Sessions.ListAsync(new() { Organization = "contoso", NameId = "administrator@example.com" }, default))[0].UserId,
            entry.Actor
        );
    }

    [Fact]
    public async Task SessionsPage_EndUnit_EndsOnlyItsSessions()
    {
        var (guest, member) = (
            await app.BrowserAsync(idp => idp.EntraGuest("guest", "altostrat.com")),
            await app.BrowserAsync(idp => idp.Member("member"))
        );
        var administrator = await app.BrowserAsync(ConsoleRoles.Administrator);
        var page = await administrator.PageAsync("/console/sessions?unit=/guests");
        Assert.All(page.QuerySelectorAll("tbody tr"), row => Assert.Contains("/guests", row.TextContent, StringComparison.Ordinal));
        await administrator.SubmitAsync(
            page.QuerySelectorAll("form")
                .OfType<IHtmlFormElement>()
                .First(f => f.Action.Contains("handler=EndUnit", StringComparison.Ordinal))
        );
        Assert.NotEqual(HttpStatusCode.OK, (await guest.GetAsync("/console/account")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await member.GetAsync("/console/account")).StatusCode);
    }

    [Fact]
    public async Task SessionsPage_SeveralPages_ListEachSessionOnce()
    {
        await app.BrowserAsync(idp => idp.Member("paged"));
        var one = (await app.Sessions.ListAsync(new() { Organization = "contoso", NameId = "paged@example.com" }, default))[0];
        for (var i = 1; i < 60; i++)
        {
            await app.Sessions.AddAsync(
                one with
                {
                    Id = Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32)),
                    NameId = $"paged{i}@example.com",
                    CreatedAt = one.CreatedAt + TimeSpan.FromSeconds(i / 7),
                },
                default
            );
        }

        var reader = await app.BrowserAsync(ConsoleRoles.Reader);
        var first = await reader.PageAsync("/console/sessions?text=paged");
        var second = await reader.PageAsync(first.QuerySelector(".pager a[rel=next]")!.GetAttribute("href")!);
        var seen = first
            .QuerySelectorAll("tbody tr")
            .Concat(second.QuerySelectorAll("tbody tr"))
            .Select(row => row.QuerySelector(".sub")!.TextContent)
            .ToList();
        Assert.Equal(60, seen.Distinct().Count());
        Assert.Equal(60, seen.Count);
    }

    [Fact]
    public async Task SessionsPage_SessionsOfAnotherOrganization_AreNotShownOrEnded()
    {
        var theirs = await app.BrowserAsync(idp => idp.Member("theirs"), organization: "fabrikam");
        var reference = (await app.Sessions.ListAsync(new() { Organization = "fabrikam", NameId = "theirs@example.com" }, default))[0].Id;
        await app.BrowserAsync(idp => idp.Member("ours"));
        var owner = await app.BrowserAsync(ConsoleRoles.Owner);
        var page = await owner.PageAsync("/console/sessions");
        Assert.DoesNotContain("theirs", page.Body!.TextContent, StringComparison.Ordinal);
        page = await owner.SubmitAsync(
            page.QuerySelectorAll("form").OfType<IHtmlFormElement>().First(f => f.Action.Contains("handler=End", StringComparison.Ordinal)),
            ("session", reference)
        );
        Assert.Contains("have already ended", page.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await theirs.GetAsync("/console/account")).StatusCode);
    }
}
