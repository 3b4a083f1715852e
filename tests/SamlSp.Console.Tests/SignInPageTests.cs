using System.Globalization;
using System.Net;
using AngleSharp.Html.Dom;
using Microsoft.Extensions.DependencyInjection;
using SamlSp.AspNetCore;
using SamlSp.Directory;
using SamlSp.Testing;

namespace SamlSp.Console.Tests;

/// <summary>The page of one sign-in: who it was, what decided, and what the user was told.</summary>
public sealed class SignInPageTests(ConsoleApp app) : IClassFixture<ConsoleApp>
{
    private const string Unassigned =
        "AADSTS50105: Your administrator has configured the application to block users unless they are assigned.";

    [Theory]
    [InlineData("{0} {1}")]
    [InlineData("{0}{1}")]
    [InlineData(" {0}-{1} ")]
    public async Task SignInsPage_ReferenceAsReadOut_OpensTheSignIn(string typed)
    {
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        var reader = await app.BrowserAsync(ConsoleRoles.Reader);
        var reference = await LatestAsync(e => e.Accepted);
        var text = string.Format(CultureInfo.InvariantCulture, typed, reference[..5], reference[6..]).ToLowerInvariant();
        var answer = await reader.GetAsync("/console/sign-ins?reference=" + Uri.EscapeDataString(text));
        Assert.Equal("/console/sign-ins/" + reference, answer.Headers.Location!.ToString());
        Assert.Equal(HttpStatusCode.OK, (await reader.GetAsync(answer.Headers.Location!.ToString())).StatusCode);
        Assert.Equal("/console/sign-ins", (await reader.GetAsync("/console/sign-ins?reference=ABCDE")).Headers.Location!.ToString());
    }

    [Fact]
    public async Task SignInPage_AdministratorOpens_ShowsTheUserAndClaimsAndIsAudited()
    {
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        await app.BrowserAsync(idp => idp.EntraGuest("opened", "altostrat.com"));
        var reference = await LatestAsync(e => e.Accepted && e.Claims.Count > 0);
        var administrator = await app.BrowserAsync(ConsoleRoles.Administrator);
        var page = await administrator.PageAsync($"/console/sign-ins/{reference}");
        Assert.DoesNotContain("opened@altostrat.com", page.QuerySelector("#claims")!.ParentElement!.TextContent, StringComparison.Ordinal);
        Assert.Contains("In the org-unit expression, InStr(", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("orgUnitPath[", page.Body.TextContent, StringComparison.Ordinal);

        page = await administrator.PressAsync(page, "Show the user and the claims");
        var text = page.QuerySelector("main")!.TextContent;
        Assert.Contains("opened@altostrat.com", text, StringComparison.Ordinal);
        Assert.Contains("In the org-unit expression, InStr(", text, StringComparison.Ordinal);
        Assert.DoesNotContain("orgUnitPath[", text, StringComparison.Ordinal);
        var entry = Assert.Single(await app.Audit.SearchAsync("contoso", new() { Action = AuditActions.SignInOpened }, default));
        Assert.Equal(reference, entry.Reference);
        Assert.Equal(
            (await app.Sessions.ListAsync(new() { Organization = "contoso", NameId = "administrator@example.com" }, default))[0].UserId,
            entry.Actor
        );
    }

    [Fact]
    public async Task SignInPage_Reader_SeesMasksAndMayNotOpen()
    {
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        await app.BrowserAsync(idp => idp.Member("masked"));
        var reference = await LatestAsync(e => e.Accepted);
        var reader = await app.BrowserAsync(ConsoleRoles.Reader);
        var page = await reader.PageAsync($"/console/sign-ins/{reference}");
        Assert.DoesNotContain("Show the user", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("m… (", page.Body.TextContent, StringComparison.Ordinal);
        var answer = await reader.PostAsync($"/console/sign-ins/{reference}?handler=Open");
        Assert.NotEqual(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task SignInPage_AnotherOrganization_CannotOpen()
    {
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        await app.BrowserAsync(idp => idp.Member("ours"));
        var reference = await LatestAsync(e => e.Accepted);
        var theirs = await app.BrowserAsync(ConsoleRoles.Owner, "fabrikam");
        Assert.Equal(HttpStatusCode.NotFound, (await theirs.GetAsync($"/console/sign-ins/{reference}")).StatusCode);
        var values = await app.Services.GetRequiredService<ISignInTraceStore>().FindValuesAsync("fabrikam", reference, default);
        Assert.Null(values);
        Assert.NotNull(await app.Services.GetRequiredService<ISignInTraceStore>().FindValuesAsync("contoso", reference, default));
    }

    [Fact]
    public async Task SignInPage_RefusedByTheIdentityProvider_ExplainsAsTheUsersPage()
    {
        var browser = app.Browser();
        await browser.AnswerAsync(
            await browser.GetAsync("/Saml2/SignIn?organization=contoso"),
            idp => idp.Failing("urn:oasis:names:tc:SAML:2.0:status:Responder", message: Unassigned)
        );
        var reference = await LatestAsync(e => e.IdentityProviderError is not null);
        var page = await (await app.BrowserAsync(ConsoleRoles.Administrator)).PageAsync($"/console/sign-ins/{reference}");
        Assert.Contains("You are not assigned to this app", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Who can help: The administrator of the app", page.Body.TextContent, StringComparison.Ordinal);
        Assert.Contains("proved nothing", page.Body.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Show the user", page.Body.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignInPage_MessageFromTheFuture_ShowsBothClocks()
    {
        var browser = app.Browser();
        var later = app.Clock.GetUtcNow() + TimeSpan.FromMinutes(10);
        await browser.AnswerAsync(await browser.GetAsync("/Saml2/SignIn?organization=contoso"), idp => idp.At(later));
        var reference = await LatestAsync(e => e.Code == "not_yet_valid");
        var page = await (await app.BrowserAsync(ConsoleRoles.Reader)).PageAsync($"/console/sign-ins/{reference}");
        Assert.Contains($"valid from {later:yyyy-MM-dd HH:mm:ss} UTC", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains(
            $"this server's clock says {app.Clock.GetUtcNow():yyyy-MM-dd HH:mm:ss} UTC",
            page.Body.TextContent,
            StringComparison.Ordinal
        );
        Assert.Contains("10 minutes earlier", page.Body.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RefusedSignIn_ProvenUser_IsInTheAuditTrailAndNamesTheUser()
    {
        await app.BrowserAsync(idp => idp.Member("suspended"));
        var user = (await app.Sessions.ListAsync(new() { Organization = "contoso", NameId = "suspended@example.com" }, default))[0].UserId;
        await app.Services.GetRequiredService<IUserDirectory>().SuspendAsync("contoso", user, "tests", default);
        foreach (var change in new Func<TestIdp, TestIdp>[] { idp => idp, idp => idp.WithoutAttribute(Testing.EntraClaims.ObjectId) })
        {
            var browser = app.Browser();
            await browser.AnswerAsync(await browser.GetAsync("/Saml2/SignIn?organization=contoso"), idp => change(idp.Member("suspended")));
        }

        var bySystem = await LatestAsync(e => e.Code == "object_id_missing");
        var byRecord = await LatestAsync(e => e.Code == "user_suspended");
        var page = await (await app.BrowserAsync(ConsoleRoles.Reader)).PageAsync("/console/audit?action=sign-in.refused");
        var rows = page.QuerySelectorAll("tbody tr").Select(row => row.TextContent).ToList();
        Assert.Single(rows, row => row.Contains("User suspended", StringComparison.Ordinal));
        Assert.Single(
            rows,
            row => row.Contains("Object id missing", StringComparison.Ordinal) && row.Contains(bySystem, StringComparison.Ordinal)
        );
        page = await (await app.BrowserAsync(ConsoleRoles.Administrator)).PageAsync($"/console/sign-ins/{byRecord}");
        Assert.Equal(
            "/console/users/" + user,
            page.QuerySelectorAll("main dd a")
                .OfType<IHtmlAnchorElement>()
                .Single(a => a.PathName.StartsWith("/console/users/", StringComparison.Ordinal))
                .PathName
        );
    }

    private async Task<string> LatestAsync(Predicate<SignInTraceEntry> which)
    {
        await app.Services.GetRequiredService<SignInTraceWriter>().FlushAsync(default);
        for (var i = 0; ; i++)
        {
            var entries = await app.Services.GetRequiredService<ISignInTraceStore>().ListAsync(new() { Organization = "contoso" }, default);
            foreach (var entry in entries)
            {
                if (
                    await app.Services.GetRequiredService<ISignInTraceStore>().FindAsync(entry.Reference, default) is { } found
                    && found.At == app.Clock.GetUtcNow()
                    && which(found)
                )
                {
                    return found.Reference;
                }
            }

            Assert.True(i < 100, "The attempt is not in the store.");
            await Task.Delay(50);
        }
    }
}
