using Microsoft.Extensions.DependencyInjection;
using SamlSp.AspNetCore;

namespace SamlSp.Directory.Tests;

/// <summary>How far the changes of tenants were read, for all nodes; and what users' records know of their groups.</summary>
public sealed class GraphWatchStoreTests : IAsyncLifetime
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);
    private readonly TestStore _store = TestStore.OnSqlite();

    private DateTimeOffset Now => _store.Clock.GetUtcNow();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _store.DisposeAsync();

    [Fact]
    public async Task Turn_TwoNodes_IsOneNodesUntilTheIntervalIsOver()
    {
        await using var other = _store.Another();
        Assert.Equal((true, null), await TakeAsync(_store));
        Assert.Equal((false, null), await TakeAsync(other));
        Assert.Equal((true, null), await TakeAsync(other, "fabrikam"));
        await Watches(_store).SaveAsync("contoso", "https://graph.example/link", Now + Interval, default);
        _store.Clock.Advance(Interval);

        // A node that has stopped is replaced, and the next one goes on where it was.
        Assert.Equal((true, "https://graph.example/link"), await TakeAsync(other));
        Assert.Equal((false, null), await TakeAsync(_store));
    }

    [Fact]
    public async Task Turn_ManyAtOnce_IsTakenOnce()
    {
        var turns = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => TakeAsync(_store))));
        Assert.Single(turns, turn => turn.IsTaken);
    }

    [Fact]
    public async Task WithSessions_OfManyUsers_AreThoseWithALiveSessionOfTheOrganization()
    {
        var alice = await SignInAsync("alice");
        var charlie = (await _store.Users.SignInAsync(SampleData.Organization(), SampleData.Charlie, default)).User!;
        await _store.Sessions.AddAsync(
            SampleData.Session("ended", userId: charlie.Id) with
            {
                Key = SampleData.Charlie.Key,
                RightsVersion = charlie.RightsVersion,
            },
            default
        );
        await _store.Sessions.EndAsync(new() { Organization = "contoso", Id = "ended" }, SessionEndCause.SignedOut, default);
        string[] asked = [SampleData.Alice.Key.ObjectId, SampleData.Charlie.Key.ObjectId, "dddddddd-0000-0000-0000-000000000004"];
        Assert.Equal([SampleData.Alice.Key.ObjectId], await Watches(_store).WithSessionsAsync("contoso", asked, default));
        Assert.Empty(await Watches(_store).WithSessionsAsync("fabrikam", asked, default));
        _store.Clock.Advance(alice.ExpiresAt - Now);
        Assert.Empty(await Watches(_store).WithSessionsAsync("contoso", asked, default));
    }

    [Fact]
    public async Task EndSessions_ByKey_EndsThoseOfTheUser()
    {
        var alice = await SignInAsync("alice");
        SessionSelector selector = new()
        {
            Organization = "contoso",
            Key = alice.Key with { ObjectId = alice.Key.ObjectId.ToUpperInvariant() },
        };
        Assert.Equal(0, await EndAsync(selector with { Key = SampleData.Charlie.Key }));
        Assert.Equal(0, await EndAsync(selector with { Key = alice.Key with { TenantId = "another" } }));
        Assert.Equal(1, await EndAsync(selector));
        var entry = (await _store.Audit.ListAsync("contoso", before: null, limit: 10, default))[0];
        Assert.Equal(
            (AuditActions.SessionEnded, AuditActors.IdentityProvider, nameof(SessionEndCause.RevokedByIdentityProvider)),
            (entry.Action, entry.Actor, entry.Code)
        );
    }

    [Fact]
    public async Task KnownGroups_OfAUser_AreThoseThatGaveRolesAtTheLastSignIn()
    {
        var organization = SampleData.Organization(configure: o => o.Roles["reader"] = ["g1", "g2"]);
        var identity = SampleData.Alice with
        {
            Attributes = new Dictionary<string, IReadOnlyList<string>> { ["user.groups"] = ["g0", "G2", "g1"] },
        };
        var known = _store.Services.GetRequiredService<IKnownGroups>();
        var objectId = identity.Key.ObjectId;
        Assert.Empty(await known.FindAsync(organization, objectId, default));
        await _store.Users.SignInAsync(organization, identity, default);
        Assert.Equal(["G2", "g1"], await known.FindAsync(organization, objectId, default));
        Assert.Empty(await known.FindAsync(SampleData.Organization("fabrikam"), objectId, default));
    }

    private Task<int> EndAsync(SessionSelector selector) =>
        _store.Sessions.EndAsync(selector, SessionEndCause.RevokedByIdentityProvider, default);

    private static IGraphWatchStore Watches(TestStore store) => store.Services.GetRequiredService<IGraphWatchStore>();

    private Task<(bool IsTaken, string? Link)> TakeAsync(TestStore store, string organization = "contoso") =>
        Watches(store).TryTakeTurnAsync(organization, Now, Now + Interval, default);

    private async Task<Session> SignInAsync(string id)
    {
        var user = (await _store.Users.SignInAsync(SampleData.Organization(), SampleData.Alice, default)).User!;
        var session = SampleData.Session(id, userId: user.Id) with { Key = SampleData.Alice.Key, RightsVersion = user.RightsVersion };
        await _store.Sessions.AddAsync(session, default);
        return session;
    }
}
