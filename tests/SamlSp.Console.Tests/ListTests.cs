using System.Net;
using System.Text.Json;
using AngleSharp.Html.Dom;
using Microsoft.Extensions.DependencyInjection;
using SamlSp.AspNetCore;
using SamlSp.Directory;
using SamlSp.Testing;

namespace SamlSp.Console.Tests;

/// <summary>What all lists have: counts, order, range of days, one user, export; and what is done to several rows at once.</summary>
public sealed class ListTests(ConsoleApp app) : IClassFixture<ConsoleApp>
{
    [Fact]
    public async Task AuditList_MoreThanAPage_SaysHowManyAndRunsBothWays()
    {
        for (var i = 0; i < 120; i++)
        {
            await WriteAsync("counted", "c" + i);
        }

        var browser = await app.BrowserAsync(ConsoleRoles.Reader);
        var page = await browser.PageAsync("/console/audit?action=counted");
        Assert.Equal("1–50 of 120 entries", Counted(page));
        Assert.Equal("c119", Targets(page)[0]);
        page = await browser.PageAsync(Next(page));
        Assert.Equal("51–100 of 120 entries", Counted(page));
        page = await browser.PageAsync(Next(page));
        Assert.Equal("101–120 of 120 entries", Counted(page));
        Assert.Null(page.QuerySelector(".pager a[rel=next]"));

        page = await browser.PageAsync("/console/audit?action=counted&sort=reverse");
        Assert.Equal(["c0", "c1"], Targets(page).Take(2));
        Assert.Equal("c50", Targets(await browser.PageAsync(Next(page)))[0]);
        Assert.Equal("ascending", page.QuerySelector("th[aria-sort]")!.GetAttribute("aria-sort"));
    }

    [Fact]
    public async Task Lists_ParametersThatAreNone_AreIgnored()
    {
        var browser = await app.BrowserAsync(ConsoleRoles.Reader);
        foreach (var list in new[] { "audit", "users", "sessions", "sign-ins" })
        {
            var answer = await browser.GetAsync(
                $"/console/{list}?from=nonsense&to=9999-12-31&at=-5&of=x&after=x&sort=x&user=%00&about=%00"
            );
            Assert.True(answer.StatusCode == HttpStatusCode.OK, list + await answer.Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public async Task SessionList_RangeOfDays_HasThoseDaysOnly()
    {
        await app.BrowserAsync(idp => idp.Member("dated"));
        var browser = await app.BrowserAsync(ConsoleRoles.Reader);
        var (today, tomorrow) = ($"{app.Clock.GetUtcNow():yyyy-MM-dd}", $"{app.Clock.GetUtcNow().AddDays(1):yyyy-MM-dd}");
        Assert.Equal("1 session", Counted(await browser.PageAsync($"/console/sessions?text=dated&from={today}&to={today}")));
        Assert.Empty((await browser.PageAsync($"/console/sessions?text=dated&from={tomorrow}")).QuerySelectorAll("tbody tr"));
    }

    [Fact]
    public async Task AuditList_NameOfAUser_FindsTheirEntriesOrAsksWhom()
    {
        await app.BrowserAsync(idp => idp.Member("findme"));
        await app.BrowserAsync(idp => idp.Member("twin1"));
        await app.BrowserAsync(idp => idp.Member("twin2"));
        var browser = await app.BrowserAsync(ConsoleRoles.Reader);
        var page = await browser.PageAsync("/console/audit?about=findme");
        Assert.Contains(page.QuerySelectorAll("tbody tr"), row => row.TextContent.Contains("User created", StringComparison.Ordinal));
        Assert.DoesNotContain("twin", page.QuerySelector("main")!.TextContent, StringComparison.OrdinalIgnoreCase);
        page = await browser.PageAsync("/console/audit?about=twin");
        Assert.Contains("Several users match", page.Body!.TextContent, StringComparison.Ordinal);
        var choice = page.QuerySelectorAll(".notice a").OfType<IHtmlAnchorElement>().First();
        page = await browser.PageAsync(choice.GetAttribute("href")!);
        Assert.NotEmpty(page.QuerySelectorAll("tbody tr"));
    }

    [Fact]
    public async Task SignInList_OneUser_HasTheirRefusedSignInsToo()
    {
        await app.BrowserAsync(idp => idp.Member("watched"));
        var id = await IdAsync("watched");
        await app.Services.GetRequiredService<IUserDirectory>().SuspendAsync("contoso", id, "tests", default);
        var refused = app.Browser();
        await refused.AnswerAsync(await refused.GetAsync("/Saml2/SignIn?organization=contoso"), idp => idp.Member("watched"));
        await app.BrowserAsync(idp => idp.Member("unwatched"));
        await FlushAsync();
        var browser = await app.BrowserAsync(ConsoleRoles.Reader);
        var page = await browser.PageAsync("/console/sign-ins?user=watched@example.com");
        Assert.Equal("2 sign-ins", Counted(page));
        page = await browser.PageAsync("/console/sign-ins?user=watched@example.com&accepted=false");
        Assert.Equal("1 sign-in", Counted(page));
        Assert.Contains("user_suspended", await ExportAsync(browser, page, "csv"), StringComparison.Ordinal);
        page = await browser.PageAsync("/console/sign-ins?user=nobody-has-this-name");
        Assert.Empty(page.QuerySelectorAll("tbody tr"));
    }

    [Fact]
    public async Task UserList_Export_HasTheRowsOfTheFilterAndIsAudited()
    {
        await app.BrowserAsync(idp => idp.Member("exported").Attribute(Testing.EntraClaims.DisplayName, "=cmd|' /C calc'!A0"));
        await app.BrowserAsync(idp => idp.Member("exported-elsewhere"), organization: "fabrikam");
        var browser = await app.BrowserAsync(ConsoleRoles.Reader);
        var page = await browser.PageAsync("/console/users?text=exported");
        var csv = await ExportAsync(browser, page, "csv");
        var lines = csv.TrimEnd().Split("\r\n");
        Assert.Equal(2, lines.Length);
        Assert.StartsWith("\uFEFFid,displayName,nameId", lines[0], StringComparison.Ordinal);
        Assert.Contains(",'=cmd|' /C calc'!A0,exported@example.com", lines[1], StringComparison.Ordinal);

        using var json = JsonDocument.Parse(await ExportAsync(browser, page, "json"));
        var row = Assert.Single(json.RootElement.EnumerateArray());
        Assert.Equal("exported@example.com", row.GetProperty("nameId").GetString());
        Assert.Equal("=cmd|' /C calc'!A0", row.GetProperty("displayName").GetString());
        Assert.Equal(JsonValueKind.Null, row.GetProperty("externalId").ValueKind);
        var entries = await app.Audit.SearchAsync("contoso", new() { Action = AuditActions.ListExported, About = "users" }, default);
        Assert.Equal(2, entries.Count);
        Assert.Equal((await IdAsync("reader"), """{"text":"exported","format":"json"}"""), (entries[0].Actor, entries[0].Details));
    }

    [Fact]
    public async Task SessionList_Export_HasEachRowOnceAndTheDevice()
    {
        await app.BrowserAsync(idp => idp.Member("many"));
        var one = (await app.Sessions.ListAsync(new() { Organization = "contoso", NameId = "many@example.com" }, default))[0];
        for (var i = 1; i < 450; i++)
        {
            await app.Sessions.AddAsync(
                one with
                {
                    Id = Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32)),
                    NameId = $"many{i}@example.com",
                    CreatedAt = one.CreatedAt + TimeSpan.FromSeconds(i / 7),
                },
                default
            );
        }

        await FlushAsync();
        var browser = await app.BrowserAsync(ConsoleRoles.Reader);
        var page = await browser.PageAsync("/console/sessions?text=many");
        Assert.Equal("1–50 of 450 sessions", Counted(page));
        using var json = JsonDocument.Parse(await ExportAsync(browser, page, "json"));
        var names = json.RootElement.EnumerateArray().Select(r => r.GetProperty("nameId").GetString()).ToList();
        Assert.Equal(450, names.Count);
        Assert.Equal(450, names.Distinct().Count());
        page = await browser.PageAsync("/console/sessions?text=many&sort=reverse");
        Assert.Matches("many[1-6]?@example.com", page.QuerySelector("tbody tr")!.TextContent);
    }

    [Fact]
    public async Task SessionList_ASession_ShowsDeviceAndAddress()
    {
        var browser = app.Browser();
        var started = await browser.GetAsync("/Saml2/SignIn?organization=contoso&ReturnUrl=/console/account");
        var query = System.Web.HttpUtility.ParseQueryString(started.Headers.Location!.Query);
        browser.UserAgent = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0";
        Assert.NotNull(query["SAMLRequest"]);
        await browser.AnswerAsync(started, idp => idp.Member("device"));
        await FlushAsync();
        var page = await (await app.BrowserAsync(ConsoleRoles.Reader)).PageAsync("/console/sessions?text=device@");
        Assert.Contains("Edge on Windows", page.QuerySelector("tbody tr")!.TextContent, StringComparison.Ordinal);
        page = await browser.PageAsync("/console/account");
        Assert.Contains("Edge on Windows", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_OtherFormatOrNoToken_IsRefused()
    {
        var browser = await app.BrowserAsync(ConsoleRoles.Reader);
        var form = ExportForm(await browser.PageAsync("/console/users"));
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostAsync(form, ("format", "exe"))).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostAsync("/console/users?handler=Export", ("format", "csv"))).StatusCode);
        var none = await app.BrowserAsync(idp => idp.Member("none"));
        Assert.NotEqual(HttpStatusCode.OK, (await none.PostAsync(form, ("format", "csv"))).StatusCode);
    }

    [Fact]
    public async Task Export_TooManyAtOnce_SaysSo()
    {
        var gate = app.Services.GetRequiredService<ExportGate>();
        using (gate.TryEnter())
        using (gate.TryEnter())
        {
            Assert.Null(gate.TryEnter());
            var browser = await app.BrowserAsync(ConsoleRoles.Reader);
            var page = await browser.SubmitAsync(ExportForm(await browser.PageAsync("/console/users?text=a")), ("format", "csv"));
            Assert.Contains("other exports are running", page.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        }

        var again = await app.BrowserAsync(ConsoleRoles.Reader);
        Assert.NotEmpty(await ExportAsync(again, await again.PageAsync("/console/users"), "csv"));
        using (gate.TryEnter())
        {
            Assert.NotNull(gate.TryEnter());
        }
    }

    [Fact]
    public async Task UserList_SuspendSelected_LeavesOwnersAndOneselfAlone()
    {
        var first = await app.BrowserAsync(idp => idp.Member("bulk1"));
        await app.BrowserAsync(idp => idp.Member("bulk2"));
        await app.BrowserAsync(ConsoleRoles.Owner);
        var administrator = await app.BrowserAsync(ConsoleRoles.Administrator);
        var theirs = await app.BrowserAsync(idp => idp.Member("bulk-theirs"), organization: "fabrikam");
        var elsewhere = (await app.Sessions.ListAsync(new() { Organization = "fabrikam", NameId = "bulk-theirs@example.com" }, default))[
            0
        ].UserId;
        string[] selected =
        [
            await IdAsync("bulk1"),
            await IdAsync("bulk2"),
            await IdAsync("owner"),
            await IdAsync("administrator"),
            elsewhere,
        ];
        var page = await BulkAsync(administrator, "suspend", selected);
        var said = page.QuerySelector("[role=status]")!.TextContent;
        Assert.Contains("2 users were suspended", said, StringComparison.Ordinal);
        Assert.Contains("3 users were not changed", said, StringComparison.Ordinal);
        Assert.NotEqual(HttpStatusCode.OK, (await first.GetAsync("/console/account")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await theirs.GetAsync("/console/account")).StatusCode);
        Assert.Equal(
            2,
            (
                await app.Audit.SearchAsync(
                    "contoso",
                    new() { Action = AuditActions.UserSuspended, About = await IdAsync("administrator") },
                    default
                )
            ).Count
        );

        page = await BulkAsync(administrator, "restore", selected);
        Assert.Contains("2 users were restored", page.QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);
        page = await BulkAsync(administrator, "end");
        Assert.Contains("no user was selected", page.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Roles_ByGroup_AreShownAlsoWithoutASession()
    {
        await app.BrowserAsync(idp => idp.Member("grouped"), ConsoleRoles.Reader);
        var id = await IdAsync("grouped");
        await app.Services.GetRequiredService<ISessionDirectory>().EndOfUserAsync("contoso", id, null, "tests", default);
        var browser = await app.BrowserAsync(ConsoleRoles.Administrator);
        Assert.Contains(
            "reader by group",
            (await browser.PageAsync("/console/users?text=grouped")).QuerySelector("tbody tr")!.TextContent,
            StringComparison.Ordinal
        );
        var roles = (await browser.PageAsync("/console/users/" + id)).QuerySelector("#roles")!.ParentElement!.TextContent;
        Assert.Contains("by a group in Entra", roles, StringComparison.Ordinal);
        Assert.DoesNotContain("The last owner", roles, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Roles_LastOwner_IsSaid()
    {
        var owner = await app.StoredAsync(ConsoleRoles.Owner);
        var found = await app.Services.GetRequiredService<IUserDirectory>().SearchAsync("woodgrove", new() { Text = "owner" }, default);
        var id = Assert.Single(found.Users).Id;
        var page = await owner.PageAsync("/console/users/" + id);
        Assert.Contains("The last owner", page.QuerySelector("#roles")!.ParentElement!.TextContent, StringComparison.Ordinal);
        Assert.Null(page.QuerySelector("#suspend, #delete"));
    }

    private static async Task<IHtmlDocument> BulkAsync(ConsoleBrowser browser, string act, params string[] users)
    {
        var page = await browser.PageAsync("/console/users");
        var form = (IHtmlFormElement)page.QuerySelector("#bulk")!;
        return await browser.SubmitAsync(form, [("act", act), .. users.Select(user => ("user", user))]);
    }

    private static IHtmlFormElement ExportForm(IHtmlDocument page) => (IHtmlFormElement)page.QuerySelector("form[data-export]")!;

    private static async Task<string> ExportAsync(ConsoleBrowser browser, IHtmlDocument page, string format)
    {
        var answer = await browser.PostAsync(ExportForm(page), ("format", format));
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, text);
        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition!.DispositionType);
        Assert.EndsWith("." + format, answer.Content.Headers.ContentDisposition.FileName!.Trim('"'), StringComparison.Ordinal);
        return System.Text.Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync());
    }

    private async Task<string> IdAsync(string name) =>
        (await app.Services.GetRequiredService<IUserDirectory>().SearchAsync("contoso", new() { Text = name + "@example.com" }, default))
            .Users.Single(user => user.NameId == name + "@example.com")
            .Id;

    private async Task FlushAsync()
    {
        await app.Services.GetRequiredService<SignInTraceWriter>().FlushAsync(default);
        await Task.Delay(300);
        await app.Services.GetRequiredService<SignInTraceWriter>().FlushAsync(default);
    }

    private Task WriteAsync(string action, string target) =>
        app.Audit.WriteAsync(
            new()
            {
                At = TestClock.Now,
                Organization = "contoso",
                Actor = "system",
                Action = action,
                Target = target,
            },
            default
        );

    private static string Counted(IHtmlDocument page) => page.QuerySelector("#counted")!.TextContent;

    private static string Next(IHtmlDocument page) => page.QuerySelector(".pager a[rel=next]")!.GetAttribute("href")!;

    private static List<string> Targets(IHtmlDocument page) =>
        [.. page.QuerySelectorAll("td[data-label=Target]").Select(cell => cell.TextContent.Trim())];
}
