using System.Net;
using Microsoft.Extensions.DependencyInjection;
using SamlSp.AspNetCore;
using SamlSp.Claims;
using SamlSp.Directory;

namespace SamlSp.EntraSandbox.Tests;

/// <summary>An owner tries settings with a trial sign-in before they are saved.</summary>
public sealed class TrialSignInTests : IAsyncLifetime
{
    private LinkingApp _app = null!;

    public async Task InitializeAsync() => _app = await LinkingApp.StartAsync();

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task TrialSignIn_OwnerLinksTenant_SavesAndSignsInAsOwner()
    {
        var (browser, session) = await _app.FirstOwnerAsync();
        var test = await _app.TryAsync(browser, session, _app.OpenId());
        var result = test.Result!;
        Assert.True(result.Accepted, result.Reason);
        Assert.Equal(
            ("alice@example.com", "/", UserType.Member),
            (result.Identity!.NameId, result.Identity.OrgUnitPath, result.Identity.UserType)
        );
        Assert.All(result.Checks, check => Assert.True(check.Passed));
        Assert.Equal(
            [SignInChecks.Request, SignInChecks.UsedOnce, SignInChecks.Message, SignInChecks.Identity, SignInChecks.Policy],
            result.Checks.Select(c => c.Check)
        );
        Assert.Equal(["alice@example.com"], result.Claims["email"]);
        Assert.NotEmpty(result.Identity.Trace);
        Assert.Null(result.RecordId);
        Assert.Null(test.Settings.Connection.ClientSecret);

        // Nothing has happened yet: no record, no session but the first one, and no user can sign in.
        Assert.Empty((await _app.Users.SearchAsync("contoso", new(), default)).Users);
        Assert.Equal("owner by link", (await browser.SessionAsync())!.Value.GetProperty("nameId").GetString());
        Assert.False((await _app.Organizations.FindAsync("contoso", default))!.IsInUse);

        var saved = await _app.Tests.SaveAsync("contoso", test.Id, 1, session.UserId, default);
        Assert.True(saved.Saved, string.Join("; ", saved.Errors));
        Assert.True(saved.Entry.HasClientSecret);

        // What the trial read was not kept. The organization in use keeps it at once, for a start without network.
        await _app.Services.GetRequiredService<OpenIdRefresher>().RefreshDueAsync(default);
        Assert.NotNull(await _app.Services.GetRequiredService<IMetadataStore>().FindAsync("contoso", default));
        using var alice = _app.NewBrowser();
        Assert.Equal("/there", (await alice.SignInAsync("alice", "/login?identifier=alice%40example.com&ReturnUrl=/there")).Location);
        Assert.Equal("owner", (await alice.SessionAsync())!.Value.GetProperty("roles")[0].GetString());
        Assert.Empty(await _app.LinksAsync());
        browser.Dispose();
    }

    [Fact]
    public async Task TrialSignIn_Guest_ShowsOrgUnitAndSessionEnd()
    {
        var (browser, session) = await _app.FirstOwnerAsync();
        var result = (await _app.TryAsync(browser, session, _app.Saml(), "charlie")).Result!;
        Assert.True(result.Accepted, result.Reason);
        Assert.Equal(
            ("charlie_altostrat.com@example.com", "/guests", "/guests", TimeSpan.FromHours(8)),
            (result.Identity!.NameId, result.Identity.OrgUnitPath, result.PolicyFrom, result.Frequency)
        );
        Assert.Equal(_app.Clock.GetUtcNow().AddHours(8), result.SessionEndsAt);
        browser.Dispose();
    }

    [Fact]
    public async Task TrialConnection_KeysReadAgain_AreNotStored()
    {
        var (trial, errors) = await _app
            .Services.GetRequiredService<OrganizationBuilder>()
            .BuildAsync("contoso", _app.OpenId(), known: null, saved: false, default);
        Assert.Empty(errors);
        Assert.True(await _app.Services.GetRequiredService<OpenIdRefresher>().TryRefreshAsync(trial!, trial!.OpenIdProvider!, default));
        Assert.Null(await _app.Services.GetRequiredService<IMetadataStore>().FindAsync("contoso", default));
    }

    [Fact]
    public async Task TrialSignIn_ProvisionedGroups_ShowsTheRolesOfASignIn()
    {
        const string Group = "44444444-4444-4444-8444-444444444444";
        var (browser, session) = await _app.FirstOwnerAsync();
        Assert.True(
            (
                await _app.Tests.SaveAsync("contoso", (await _app.TryAsync(browser, session, _app.OpenId())).Id, 1, session.UserId, default)
            ).Saved
        );
        using var alice = _app.NewBrowser();
        await alice.SignInAsync("alice", "/login?identifier=alice%40example.com&ReturnUrl=/there");
        var record = (await _app.Users.SearchAsync("contoso", new(), default)).Users.Single().Id;
        await _app.ProvisionAsync(record, Group);

        var settings = _app.OpenId();
        settings.Roles["reader"] = [Group];
        var result = (await _app.TryAsync(browser, session, settings)).Result!;
        Assert.Equal(record, result.RecordId);
        Assert.Equal(["owner", "reader"], result.Roles);
        browser.Dispose();
    }

    [Fact]
    public async Task TrialSignIn_Failed_ShowsTheReasonAndCannotBeSaved()
    {
        var (browser, session) = await _app.FirstOwnerAsync();
        var test = await _app.TryAsync(browser, session, _app.OpenId(secret: "mistaken"));
        Assert.Equal((false, "token_request_failed"), (test.Result!.Accepted, test.Result.Code));
        Assert.Contains("AADSTS7000215", test.Result.Reason, StringComparison.Ordinal);
        Assert.False(test.Result.Checks[^1].Passed);
        Assert.False((await _app.Tests.SaveAsync("contoso", test.Id, 1, session.UserId, default)).Saved);

        var attacked = await _app.TryAsync(browser, session, _app.OpenId(), "alice", ("attack", "aud-other"));
        Assert.Equal("audience_mismatch", attacked.Result!.Code);
        var wrong = _app.OpenId();
        wrong.OrgUnitPath = "IIF(";
        wrong.Connection.ClientId = null;
        var refused = await _app.Tests.StartAsync("contoso", wrong, session, "/console", default);
        Assert.Equal(
            ["Connection:ClientId", "OrgUnitPath"],
            refused.Errors.Select(e => e[..e.IndexOf(": ", StringComparison.Ordinal)]).Order(StringComparer.Ordinal)
        );
        browser.Dispose();
    }

    [Fact]
    public async Task Connection_InUse_ChangesOnlyAfterATrialAndNeverWithoutAnOwner()
    {
        var (browser, session) = await _app.FirstOwnerAsync();
        Assert.True(
            (
                await _app.Tests.SaveAsync("contoso", (await _app.TryAsync(browser, session, _app.OpenId())).Id, 1, session.UserId, default)
            ).Saved
        );
        var untried = await _app.Organizations.SaveAsync("contoso", _app.Saml(), 2, session.UserId, default);
        Assert.StartsWith("Connection: has to be tried", Assert.Single(untried.Errors), StringComparison.Ordinal);
        var rules = _app.OpenId();
        (rules.Connection.ClientSecret, rules.MatchByEmail) = (null, true);
        Assert.True((await _app.Organizations.SaveAsync("contoso", rules, 2, session.UserId, default)).Saved);

        // Charlie takes the trial sign-in by SAML, and is an owner afterwards.
        var test = await _app.TryAsync(browser, session, _app.Saml(), "charlie");
        Assert.True((await _app.Tests.SaveAsync("contoso", test.Id, 3, session.UserId, default)).Saved);
        using var charlie = _app.NewBrowser();
        var asked = await charlie.PickAsync(await charlie.AskAsync(), "charlie");
        await charlie.PostAsync(asked.Form().Action, [.. asked.Fields(asked.Form())]);
        Assert.Equal("owner", (await charlie.SessionAsync())!.Value.GetProperty("roles")[0].GetString());
        browser.Dispose();
    }

    [Fact]
    public async Task TrialSignIn_OtherBrowserSecondUseOrLate_IsRefused()
    {
        var (browser, session) = await _app.FirstOwnerAsync();
        var started = await _app.Tests.StartAsync("contoso", _app.OpenId(), session, "/console", default);
        using var other = _app.NewBrowser();
        Assert.Equal(HttpStatusCode.Forbidden, (await other.GetAsync(started.Url!)).Status);
        var answer = await browser.AnswerAsync("alice", started.Url!);
        Assert.Equal(HttpStatusCode.Forbidden, (await other.GetAsync(answer)).Status);
        Assert.Equal("/console?test=" + started.Id, (await browser.GetAsync(answer)).Location);
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.GetAsync(started.Url!)).Status);

        var late = await _app.Tests.StartAsync("contoso", _app.OpenId(), session, "/console", default);
        _app.Clock.Advance(TimeSpan.FromMinutes(16));
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.GetAsync(late.Url!)).Status);
        Assert.Null(await _app.Tests.FindAsync("fabrikam", started.Id!, default));
        browser.Dispose();
    }
}
