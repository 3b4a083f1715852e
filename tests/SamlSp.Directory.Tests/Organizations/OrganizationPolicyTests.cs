using SamlSp.AspNetCore;

namespace SamlSp.Directory.Tests;

/// <summary>Session policies in an organization's saved settings, and what saving them does to live sessions.</summary>
public sealed class OrganizationPolicyTests
{
    [Fact]
    public async Task SavedPolicy_Stricter_ShortensLiveSessionsOnEachNode()
    {
        await using var node = await StartAsync();
        await using var other = node.Another(OrganizationNodes.AddSignIn);
        await other.StartAsync();
        var (guest, member) = (await GuestAsync(node), (await node.SignInAsync()).Session!);
        Assert.Equal((8, "/guests"), (HoursLeft(other, await FindAsync(other, guest)), guest.OrgUnitPath));
        var membersEnd = member.ExpiresAt;

        Assert.True((await SaveAsync(node, 1, Hours(2))).Saved);
        var shorter = await FindAsync(node, guest);
        Assert.Equal(
            (2, SessionEndCause.Policy, "/guests", TimeSpan.FromHours(2)),
            (HoursLeft(node, shorter), shorter.ExpiresBy, shorter.PolicyFrom, shorter.ReauthenticationFrequency)
        );
        await other.Feed.PollAsync(default);
        Assert.Equal(2, HoursLeft(other, await FindAsync(other, guest)));
        Assert.Equal(membersEnd, (await FindAsync(node, member)).ExpiresAt);

        Assert.Equal(guest.AuthenticatedAt.AddHours(2), shorter.ExpiresAt);
        node.Clock.Advance(shorter.ExpiresAt - node.Clock.GetUtcNow() - TimeSpan.FromSeconds(1));
        Assert.False((await FindAsync(node, guest)).NeedsReauthentication(node.Clock.GetUtcNow()));
        node.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True((await FindAsync(node, guest)).NeedsReauthentication(node.Clock.GetUtcNow()));
    }

    [Fact]
    public async Task SavedPolicy_LooserOrUnrelated_ChangesNoSession()
    {
        await using var node = await StartAsync();
        var guest = await GuestAsync(node);
        Assert.True((await SaveAsync(node, 1, Hours(12))).Saved);
        Assert.True((await SaveAsync(node, 2, Hours(12), settings => settings.DisplayName = "Renamed")).Saved);
        Assert.Equal(guest.ExpiresAt, (await FindAsync(node, guest)).ExpiresAt);
        Assert.Equal(12, HoursLeft(node, await GuestAsync(node)));
    }

    [Fact]
    public async Task SavedPolicy_MultiFactorRequired_EndsSingleFactorSessions()
    {
        await using var node = await StartAsync();
        var guest = await GuestAsync(node);
        Assert.True(
            (
                await SaveAsync(
                    node,
                    1,
                    new() { Reauthentication = Reauthentication.Required, Method = ReauthenticationMethod.MultiFactor }
                )
            ).Saved
        );
        Assert.True((await FindAsync(node, guest)).NeedsReauthentication(node.Clock.GetUtcNow()));
    }

    [Fact]
    public async Task SavedPolicy_Conflict_ChangesNoSession()
    {
        await using var node = await StartAsync();
        var guest = await GuestAsync(node);
        Assert.True((await SaveAsync(node, revision: 7, Hours(2))).Conflict);
        Assert.Equal(guest.ExpiresAt, (await FindAsync(node, guest)).ExpiresAt);
    }

    [Fact]
    public async Task SavedPolicy_SessionStartedOnALateNode_IsShortened()
    {
        await using var node = await StartAsync();
        await using var late = node.Another(OrganizationNodes.AddSignIn);
        await late.StartAsync();
        await late.Feed.StopAsync(default);
        Assert.True((await SaveAsync(node, 1, Hours(2))).Saved);
        var guest = await GuestAsync(late);
        Assert.Equal(2, HoursLeft(node, await FindAsync(node, guest)));
    }

    [Fact]
    public async Task SavedSettings_UnitDeclaredWithoutPolicy_IsSaved()
    {
        await using var node = await StartAsync();
        var settings = OrganizationNodes.Contoso();
        (settings.OrgUnits["/sales"], settings.OrgUnits["/service"]) = (new(), null);
        var saved = await node.Organizations().SaveAsync("contoso", settings, 1, "owner-1", default);
        Assert.Equal(2, saved.Entry!.Revision);
        Assert.Equal(["/sales", "/service"], saved.Entry.Settings.OrgUnits.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(
            """{"changed":["OrgUnits:/sales","OrgUnits:/service"]}""",
            (await node.Audit.ListAsync("contoso", null, 10, default))[0].Details
        );
    }

    [Fact]
    public async Task SavedSettings_UnitDeclaredTwice_IsRefused()
    {
        await using var node = await StartAsync();
        var settings = OrganizationNodes.Contoso();
        (settings.OrgUnits["/sales"], settings.OrgUnits["/Sales"]) = (new(), new());
        Assert.Equal(
            ["OrgUnits:/sales: is here more than once: paths are compared without case"],
            (await node.Organizations().SaveAsync("contoso", settings, 1, "owner-1", default)).Errors
        );
    }

    private static SessionPolicyOptions Hours(double hours) =>
        new() { Reauthentication = Reauthentication.Required, Frequency = TimeSpan.FromHours(hours) };

    private static async Task<TestStore> StartAsync()
    {
        var node = OrganizationNodes.OnSqlite();
        await node.StartAsync();
        Assert.True((await node.Organizations().CreateAsync("contoso", OrganizationNodes.Contoso(), "owner-1", default)).Saved);
        return node;
    }

    private static Task<OrganizationSaveResult> SaveAsync(
        TestStore node,
        int revision,
        SessionPolicyOptions guests,
        Action<OrganizationOptions>? change = null
    )
    {
        var settings = OrganizationNodes.Contoso();
        settings.OrgUnits["/guests"] = new() { Session = guests };
        change?.Invoke(settings);
        return node.Organizations().SaveAsync("contoso", settings, revision, "owner-1", default);
    }

    private static async Task<Session> GuestAsync(TestStore node) => (await node.SignInAsync(idp => idp.EntraGuest())).Session!;

    private static async Task<Session> FindAsync(TestStore node, Session session) => (await node.Sessions.FindAsync(session.Id, default))!;

    private static double HoursLeft(TestStore node, Session session) =>
        Math.Round((session.ExpiresAt - node.Clock.GetUtcNow()).TotalHours, 1);
}
