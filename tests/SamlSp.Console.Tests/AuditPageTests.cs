using SamlSp.Directory;
using SamlSp.Testing;

namespace SamlSp.Console.Tests;

/// <summary>The page of the audit trail.</summary>
public sealed class AuditPageTests(ConsoleApp app) : IClassFixture<ConsoleApp>
{
    [Fact]
    public async Task AuditPage_Entries_ShowActionAndUserNames()
    {
        var browser = await app.BrowserAsync(ConsoleRoles.Reader);
        var page = await browser.PageAsync("/console/audit");
        var rows = page.QuerySelectorAll("tbody tr").Select(r => r.TextContent).ToList();
        Assert.Contains(
            rows,
            row => row.Contains("User created", StringComparison.Ordinal) && row.Contains("Reader Member", StringComparison.Ordinal)
        );
        Assert.Contains(rows, row => row.Contains("Signed in", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AuditPage_ActionFilter_OffersEveryActionOfTheList()
    {
        var browser = await app.BrowserAsync(ConsoleRoles.Reader);
        var page = await browser.PageAsync("/console/audit");
        var offered = page.QuerySelectorAll("#action option").Select(o => o.GetAttribute("value")).Where(v => v != "");
        Assert.Equal(["!provisioning.request", .. AuditActions.All], offered);
    }

    [Fact]
    public async Task AuditPage_FilterAndPager_NarrowTheEntries()
    {
        for (var i = 0; i < 60; i++)
        {
            await app.Audit.WriteAsync(
                new()
                {
                    At = TestClock.Now,
                    Organization = "contoso",
                    Actor = "system",
                    Action = "user.moved",
                    Target = "t" + i,
                    Reference = i == 7 ? "AAAAA-22222" : null,
                },
                default
            );
        }

        var browser = await app.BrowserAsync(ConsoleRoles.Reader);
        var page = await browser.PageAsync("/console/audit?action=user.moved");
        Assert.Equal(50, page.QuerySelectorAll("tbody tr").Length);
        page = await browser.PageAsync(page.QuerySelector(".pager a[rel=next]")!.GetAttribute("href")!);
        Assert.Equal(10, page.QuerySelectorAll("tbody tr").Length);
        Assert.Single((await browser.PageAsync("/console/audit?about=AAAAA-22222")).QuerySelectorAll("tbody tr"));
        Assert.Single((await browser.PageAsync("/console/audit?about=t9")).QuerySelectorAll("tbody tr"));
    }

    [Fact]
    public async Task AuditPage_WithoutProvisioning_LeavesOutItsRequestsAlone()
    {
        foreach (var action in new[] { AuditActions.ProvisioningRequest, AuditActions.UserSuspended })
        {
            await app.Audit.WriteAsync(
                new()
                {
                    At = TestClock.Now,
                    Organization = "contoso",
                    Actor = "provisioning",
                    Action = action,
                    Target = "left-out",
                },
                default
            );
        }

        var browser = await app.BrowserAsync(ConsoleRoles.Reader);
        Assert.Equal(2, (await browser.PageAsync("/console/audit?about=left-out")).QuerySelectorAll("tbody tr").Length);
        var rest = (await browser.PageAsync("/console/audit?about=left-out&action=!provisioning.request")).QuerySelectorAll("tbody tr");
        Assert.Contains("User suspended", Assert.Single(rest).TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AuditPage_EntriesOfAnotherOrganization_AreNotShown()
    {
        await app.Audit.WriteAsync(
            new()
            {
                At = TestClock.Now,
                Organization = "fabrikam",
                Actor = "system",
                Action = "user.moved",
                Target = "theirs",
            },
            default
        );
        var browser = await app.BrowserAsync(ConsoleRoles.Owner);
        Assert.DoesNotContain("theirs", (await browser.PageAsync("/console/audit")).Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains(
            "No entries found",
            (await browser.PageAsync("/console/audit?about=theirs")).Body!.TextContent,
            StringComparison.Ordinal
        );
        var fabrikam = await app.BrowserAsync(ConsoleRoles.Reader, "fabrikam");
        Assert.Single((await fabrikam.PageAsync("/console/audit?about=theirs")).QuerySelectorAll("tbody tr"));
    }

    [Fact]
    public async Task AuditPage_MarkupInEntries_IsEncoded()
    {
        await app.Audit.WriteAsync(
            new()
            {
                At = TestClock.Now,
                Organization = "contoso",
                Actor = "<img src=x onerror=alert(1)>",
                Action = "<script>alert(1)</script>",
                Target = "\"><svg onload=alert(1)>",
                Code = "<b>",
                Details = "{\"<i>\": \"<u>\"}",
            },
            default
        );
        var page = await (await app.BrowserAsync(ConsoleRoles.Reader)).PageAsync("/console/audit");
        Assert.Empty(page.QuerySelectorAll("main script, main img, main svg[onload], main b, main i, main u"));
        Assert.Contains("<script>alert(1)</script>", page.Body!.TextContent, StringComparison.Ordinal);
    }
}
