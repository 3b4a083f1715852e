using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SamlSp.AspNetCore;
using SamlSp.Testing;

namespace SamlSp.Directory.Tests;

/// <summary>What a start with changed settings does to live sessions.</summary>
public sealed class SessionTightenerTests : IAsyncLifetime
{
    private readonly TestStore _store = TestStore.OnSqlite(organizations: [SampleData.Organization()]);

    public async Task InitializeAsync()
    {
        await _store.StartAsync(listen: false);
        await AddAsync("guest", "/guests", by: SessionEndCause.Policy);
        await AddAsync("several", "/guests", by: SessionEndCause.Policy, multipleFactors: true);
        await AddAsync("member", "/", by: SessionEndCause.OperatorMaximum);
    }

    public async Task DisposeAsync() => await _store.DisposeAsync();

    [Fact]
    public async Task StartupPolicy_StricterSettings_ShortenSessionsAndLooserDoNot()
    {
        await using var stricter = await AnotherAsync(Hours(2));
        Assert.Equal(2, await ApplyAsync(stricter));
        var guest = await FindAsync(stricter, "guest");
        Assert.Equal(
            (120, SessionEndCause.Policy, "/guests", TimeSpan.FromHours(2)),
            (MinutesLeft(guest), guest.ExpiresBy, guest.PolicyFrom, guest.ReauthenticationFrequency)
        );
        Assert.Equal(8 * 60, MinutesLeft(await FindAsync(stricter, "member")));
        Assert.Equal(0, await ApplyAsync(stricter));

        await using var looser = await AnotherAsync(Hours(12));
        Assert.Equal(0, await ApplyAsync(looser));
        Assert.Equal(120, MinutesLeft(await FindAsync(looser, "guest")));
    }

    [Fact]
    public async Task StartupPolicy_OtherRunningNode_LearnsOfIt()
    {
        Assert.Equal(8 * 60, MinutesLeft(await FindAsync(_store, "guest")));
        await using var stricter = await AnotherAsync(Hours(2));
        await ApplyAsync(stricter);
        await _store.Feed.PollAsync(default);
        Assert.Equal(120, MinutesLeft(await FindAsync(_store, "guest")));
    }

    [Fact]
    public async Task StartupPolicy_MultiFactorRequired_EndsSingleFactorSessions()
    {
        await using var stricter = await AnotherAsync(
            new() { Reauthentication = Reauthentication.Required, Method = ReauthenticationMethod.MultiFactor }
        );
        Assert.Equal(1, await ApplyAsync(stricter));
        Assert.True((await FindAsync(stricter, "guest")).NeedsReauthentication(_store.Clock.GetUtcNow()));
        Assert.Equal(8 * 60, MinutesLeft(await FindAsync(stricter, "several")));
    }

    [Fact]
    public async Task StartupPolicy_SmallerMaximum_ShortensEverySession()
    {
        Assert.Equal(0, await BoundAsync(TimeSpan.FromHours(24)));
        Assert.Equal(3, await BoundAsync(TimeSpan.FromHours(4)));
        var member = await FindAsync(_store, "member");
        Assert.Equal((4 * 60, SessionEndCause.OperatorMaximum), (MinutesLeft(member), member.ExpiresBy));
    }

    [Fact]
    public async Task StartupPolicy_NodeStarts_IsAppliedAutomatically()
    {
        await using var stricter = _store.Another(Organization(Hours(2)));
        await stricter.StartAsync();
        await Eventually.HoldsAsync(
            async () => MinutesLeft(await FindAsync(stricter, "guest")) == 120,
            TimeSpan.FromSeconds(30),
            "the policy of the start"
        );
    }

    [Fact]
    public async Task StartupPolicy_SettingsBecomeStricterLater_IsAppliedAgain()
    {
        var settings = SampleData.Organization();
        await using var node = _store.Another(settings);
        await node.StartAsync();
        Assert.Equal(8 * 60, MinutesLeft(await FindAsync(node, "guest")));
        settings.Options.OrgUnits["/guests"] = new() { Session = Hours(2) };
        AtStart(node).SettingsChanged();
        await Eventually.HoldsAsync(
            async () => MinutesLeft(await FindAsync(node, "guest")) == 120,
            TimeSpan.FromSeconds(30),
            "the policy of the change"
        );
    }

    [Fact]
    public async Task StartupPolicy_OneOrganizationFails_AppliesToTheOthers()
    {
        var broken = SampleData.Organization("broken", options => (options.OrgUnits["/unit"], options.OrgUnits["/UNIT"]) = (null, null));
        await AddAsync("elsewhere", "/unit", by: SessionEndCause.Policy, organization: "broken");
        await using var stricter = await _store.Another(broken, Organization(Hours(2))).StartAsync(listen: false);
        var (shortened, failed) = await AtStart(stricter).ApplyAsync(Organizations(stricter), default);
        Assert.Equal((2, "broken"), (shortened, Assert.Single(failed).Organization.Name));
        Assert.Equal(120, MinutesLeft(await FindAsync(stricter, "guest")));
        Assert.Equal(120, MinutesLeft(await FindAsync(stricter, "several")));

        // It is tried again every few seconds, and logged once.
        await AtStart(stricter).ApplyAsync(failed, default);
        Assert.Single(stricter.Log.Lines, line => line.Contains("could not be checked", StringComparison.Ordinal));
    }

    private static async Task<int> ApplyAsync(TestStore node)
    {
        var (shortened, failed) = await AtStart(node).ApplyAsync(Organizations(node), default);
        Assert.Empty(failed);
        return shortened;
    }

    private static IReadOnlyList<(Organization Organization, TimeSpan? Maximum)> Organizations(TestStore node) =>
        node.Services.GetRequiredService<OrganizationLookup>().All();

    private static SessionTightener AtStart(TestStore node) =>
        node.Services.GetServices<IHostedService>().OfType<SessionTightener>().Single();

    private static SessionPolicyOptions Hours(double hours) =>
        new() { Reauthentication = Reauthentication.Required, Frequency = TimeSpan.FromHours(hours) };

    private static Organization Organization(SessionPolicyOptions guests) =>
        SampleData.Organization(configure: options => options.OrgUnits["/guests"] = new() { Session = guests });

    private static async Task<Session> FindAsync(TestStore node, string id) => (await node.Sessions.FindAsync(id, default))!;

    private Task<TestStore> AnotherAsync(SessionPolicyOptions guests) => _store.Another(Organization(guests)).StartAsync(listen: false);

    private int MinutesLeft(Session session) => (int)(session.ExpiresAt - _store.Clock.GetUtcNow()).TotalMinutes;

    private Task<int> BoundAsync(TimeSpan maximum) =>
        _store.Store.WriteAsync(
            "contoso",
            actor: null,
            scope => PolicyTightening.ApplyAsync(scope, before: null, new([]), maximum, default),
            default
        );

    private Task AddAsync(string id, string path, SessionEndCause by, bool multipleFactors = false, string? organization = null)
    {
        var now = _store.Clock.GetUtcNow();
        return _store.Sessions.AddAsync(
            (
                organization is null
                    ? SampleData.Session(id, userId: "user-" + id)
                    : SampleData.Session(id, userId: "user-" + id) with
                    {
                        Organization = organization,
                    }
            ) with
            {
                OrgUnitPath = path,
                AuthenticatedAt = now,
                CreatedAt = now,
                ExpiresAt = now.AddHours(8),
                ExpiresBy = by,
                ReauthenticationFrequency = by == SessionEndCause.Policy ? TimeSpan.FromHours(8) : null,
                MultipleFactors = multipleFactors,
            },
            default
        );
    }
}
