using SamlSp.AspNetCore;

namespace SamlSp.Directory.Tests;

/// <summary>What a change of policy does to live sessions.</summary>
public sealed class PolicyChangeTests : IAsyncLifetime
{
    private static readonly Organization Contoso = SampleData.Organization();

    private readonly TestStore _store = TestStore.OnSqlite(organizations: [Contoso]);

    public Task InitializeAsync() => _store.StartAsync();

    public async Task DisposeAsync() => await _store.DisposeAsync();

    [Fact]
    public async Task PolicyChange_StricterOrLooser_ShortensSessionsAndNeverExtends()
    {
        await AddAsync("guest", "/guests", authenticated: -60);
        await AddAsync("below", "/guests/partners", authenticated: -150);
        await AddAsync("member", "/", authenticated: -60, frequency: null);

        Assert.Equal(
            new PolicyEffect(new(Reauthentication.Required, TimeSpan.FromHours(2), ReauthenticationMethod.Interactive, "/guests"), 0, 2, 1),
            await _store.OrgUnits.PreviewPolicyAsync("contoso", "/guests", Hours(2), default)
        );
        Assert.Equal(OrgUnitChange.Done, await _store.OrgUnits.SetPolicyAsync("contoso", "/guests", Hours(2), "admin-1", default));

        var guest = await FindAsync("guest");
        Assert.Equal(
            (60, SessionEndCause.Policy, "/guests", TimeSpan.FromHours(2)),
            (MinutesLeft(guest), guest.ExpiresBy, guest.PolicyFrom, guest.ReauthenticationFrequency)
        );
        Assert.True((await FindAsync("below")).NeedsReauthentication(_store.Clock.GetUtcNow()));
        Assert.Equal(8 * 60, MinutesLeft(await FindAsync("member")));

        Assert.Equal(OrgUnitChange.Done, await _store.OrgUnits.SetPolicyAsync("contoso", "/guests", Hours(12), "admin-1", default));
        Assert.Equal(60, MinutesLeft(await FindAsync("guest")));
    }

    [Fact]
    public async Task PolicyChange_UnitWithItsOwnPolicy_IsUnchanged()
    {
        await _store.OrgUnits.CreateAsync("contoso", "/guests/contractors", null, "admin-1", default);
        await _store.OrgUnits.SetPolicyAsync("contoso", "/guests/contractors", Hours(6), "admin-1", default);
        await AddAsync("contractor", "/guests/contractors", authenticated: 0, frequency: 6);
        await _store.OrgUnits.SetPolicyAsync("contoso", "/guests", Hours(1), "admin-1", default);
        Assert.Equal(6 * 60, MinutesLeft(await FindAsync("contractor")));
        await _store.OrgUnits.SetPolicyAsync("contoso", "/guests/contractors", null, "admin-1", default);
        Assert.Equal(60, MinutesLeft(await FindAsync("contractor")));
    }

    [Fact]
    public async Task PolicyChange_MultiFactorRequired_EndsSingleFactorSessions()
    {
        await AddAsync("one", "/guests", authenticated: 0);
        await AddAsync("several", "/guests", authenticated: 0, multipleFactors: true);
        var policy = new SessionPolicyOptions { Reauthentication = Reauthentication.Required, Method = ReauthenticationMethod.MultiFactor };
        Assert.Equal(
            (1, 1),
            (
                (await _store.OrgUnits.PreviewPolicyAsync("contoso", "/guests", policy, default))!.SessionsShortened,
                (await _store.OrgUnits.PreviewPolicyAsync("contoso", "/guests", policy, default))!.SessionsEnded
            )
        );
        await _store.OrgUnits.SetPolicyAsync("contoso", "/guests", policy, "admin-1", default);
        Assert.True((await FindAsync("one")).NeedsReauthentication(_store.Clock.GetUtcNow()));
        Assert.Equal(8 * 60, MinutesLeft(await FindAsync("several")));
    }

    [Fact]
    public async Task PolicyChange_SessionPreparedBefore_GetsTheStricterPolicy()
    {
        await _store.OrgUnits.SetPolicyAsync("contoso", "/guests", Hours(2), "admin-1", default);
        await AddAsync("late", "/guests", authenticated: 0);
        Assert.Equal(2 * 60, MinutesLeft(await FindAsync("late")));
    }

    [Fact]
    public async Task PolicyPreview_UsersInUnits_CountsThoseWhosePolicyWouldChange()
    {
        foreach (var path in new[] { "/guests", "/guests/partners", "/Guests/contractors", "/", "/sales" })
        {
            await _store.AddUserAsync("contoso", u => u.OrgUnitPath = path);
        }

        await _store.OrgUnits.SetPolicyAsync("contoso", "/guests/contractors", Hours(2), "admin-1", default);
        Assert.Equal(2, (await _store.OrgUnits.PreviewPolicyAsync("contoso", "/guests", Hours(4), default))!.People);
        Assert.Equal(2, (await _store.OrgUnits.PreviewPolicyAsync("contoso", "/", Hours(4), default))!.People);
        Assert.Equal(0, (await _store.OrgUnits.PreviewPolicyAsync("contoso", "/guests", null, default))!.People);
    }

    [Fact]
    public async Task PolicyChange_OnAnotherNode_IsKnownHere()
    {
        await using var there = await _store.Another(Contoso).StartAsync(listen: false);
        await AddAsync("guest", "/guests", authenticated: 0);
        Assert.Equal(8 * 60, MinutesLeft((await there.Sessions.FindAsync("guest", default))!));
        Assert.Equal(8, (await there.Policies.AtAsync(Contoso, "/guests", default)).Frequency.TotalHours);
        await _store.OrgUnits.SetPolicyAsync("contoso", "/guests", Hours(2), "admin-1", default);
        await there.Feed.PollAsync(default);
        Assert.Equal(2 * 60, MinutesLeft((await there.Sessions.FindAsync("guest", default))!));
        Assert.Equal(2, (await there.Policies.AtAsync(Contoso, "/guests", default)).Frequency.TotalHours);
    }

    [Fact]
    public async Task PolicyChange_ManySessions_ReachesTheOtherNode()
    {
        await using var there = await _store.Another(Contoso).StartAsync(listen: false);
        for (var i = 0; i < 520; i++)
        {
            await AddAsync("s" + i, "/guests", authenticated: 0);
        }

        Assert.Equal(8 * 60, MinutesLeft((await there.Sessions.FindAsync("s7", default))!));
        await _store.OrgUnits.SetPolicyAsync("contoso", "/guests", Hours(2), "admin-1", default);
        await there.Feed.PollAsync(default);
        Assert.Equal(2 * 60, MinutesLeft((await there.Sessions.FindAsync("s7", default))!));
        Assert.Equal(2 * 60, MinutesLeft(await FindAsync("s7")));
    }

    private static SessionPolicyOptions Hours(double hours) =>
        new() { Reauthentication = Reauthentication.Required, Frequency = TimeSpan.FromHours(hours) };

    private int MinutesLeft(Session session) => (int)(session.ExpiresAt - _store.Clock.GetUtcNow()).TotalMinutes;

    private async Task<Session> FindAsync(string id) => (await _store.Sessions.FindAsync(id, default))!;

    private Task AddAsync(string id, string path, double authenticated, double? frequency = 8, bool multipleFactors = false)
    {
        var now = _store.Clock.GetUtcNow();
        var at = now.AddMinutes(authenticated);
        return _store.Sessions.AddAsync(
            SampleData.Session(id, userId: "user-" + id) with
            {
                OrgUnitPath = path,
                AuthenticatedAt = at,
                CreatedAt = now,
                ExpiresAt = frequency is { } hours ? at.AddHours(hours) : now.AddHours(8),
                MultipleFactors = multipleFactors,
                ExpiresBy = frequency is null ? SessionEndCause.OperatorMaximum : SessionEndCause.Policy,
                ReauthenticationFrequency = frequency is { } every ? TimeSpan.FromHours(every) : null,
            },
            default
        );
    }
}
