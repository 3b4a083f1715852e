using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SamlSp.AspNetCore;
using SamlSp.Claims;
using SamlSp.Testing;

namespace SamlSp.Directory.Tests;

/// <summary>A sign-in is kept whole or not at all, whatever happens between its reading and its writing.</summary>
public abstract class StoredSignInTests
{
    private protected abstract Task<TestStore> CreateAsync();

    [Fact]
    public async Task SignIn_NewUser_KeepsIdsUserSessionAndTrailInOneTransaction()
    {
        await using var store = await CreateAsync();
        var candidate = await FindAsync(store, SampleData.Alice, "_1", request: "_r1");
        Assert.True(candidate.User!.Created);
        store.Log.Clear();
        Assert.True((await KeepAsync(store, candidate, "s1")).IsKept);
        Assert.DoesNotContain(store.Log.Commands, command => command.StartsWith("BEGIN", StringComparison.Ordinal));

        Assert.False(await store.UsedIds.TryAddAsync(SampleData.Issuer, "_1", TestClock.Now.AddHours(1), default));
        Assert.False(await store.UsedIds.TryAddAsync(OneTimeId.Request, "_r1", TestClock.Now.AddHours(1), default));
        await using var next = store.Another();
        var session = await next.Sessions.FindAsync("s1", default);
        Assert.Equal((candidate.User.Id, "/"), (session!.UserId, session.OrgUnitPath));
        Assert.Equal(["a", "b"], session.Claims["http://schemas.example.com/groups"]);
        Assert.Equal(
            [AuditActions.SessionStarted, AuditActions.UserCreated],
            (await store.Audit.ListAsync("contoso", before: null, 10, default)).Select(entry => entry.Action)
        );
    }

    [Fact]
    public async Task SignIn_KnownUser_HasTwoRoundTrips()
    {
        await using var store = await CreateAsync();
        await KeepAsync(store, await FindAsync(store, SampleData.Alice, "_1"), "s1");
        store.Log.Clear();
        await KeepAsync(store, await FindAsync(store, SampleData.Alice, "_2"), "s2");
        Assert.Equal(2, store.Log.Batches);
        Assert.DoesNotContain(store.Log.Commands, command => command.Contains('"', StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("suspended")]
    [InlineData("role")]
    [InlineData("moved")]
    [InlineData("deleted")]
    public async Task SignIn_UserChangedAfterItWasRead_KeepsNothing(string change)
    {
        await using var store = await CreateAsync();
        await KeepAsync(store, await FindAsync(store, SampleData.Alice, "_1"), "s1");
        var candidate = await FindAsync(store, SampleData.Alice, "_2");
        var (directory, id) = (store.UserDirectory, candidate.User!.Id);
        Assert.Equal(
            UserChange.Done,
            change switch
            {
                "suspended" => await directory.SuspendAsync("contoso", id, "a", default),
                "role" => await directory.GrantRoleAsync("contoso", id, "reader", "a", default),
                "moved" => await directory.MoveAsync("contoso", id, "/elsewhere", "a", default),
                _ => await directory.DeleteAsync("contoso", id, "a", default),
            }
        );
        Assert.Equal(SignInKept.Changed, await KeepAsync(store, candidate, "s2"));
        Assert.Null(await store.Sessions.FindAsync("s2", default));
        Assert.True(await store.UsedIds.TryAddAsync(SampleData.Issuer, "_2", TestClock.Now.AddHours(1), default));
    }

    [Fact]
    public async Task SignIn_PolicyChangedAfterItWasRead_ReadsAgainWithTheNewPolicy()
    {
        await using var store = await CreateAsync();
        await store.StartAsync();
        var organization = SampleData.Organization();
        var candidate = await FindAsync(store, SampleData.Alice, "_1");
        Assert.False((await store.Policies.AtAsync(organization, "/", default)).RequiresReauthentication);
        var required = new SessionPolicyOptions { Reauthentication = Reauthentication.Required };
        await using var there = store.Another();
        Assert.Equal(OrgUnitChange.Done, await there.OrgUnits.SetPolicyAsync("contoso", "/", required, "a", default));

        Assert.Equal(SignInKept.Changed, await KeepAsync(store, candidate, "s1"));
        candidate = await FindAsync(store, SampleData.Alice, "_1");
        Assert.True((await store.Policies.AtAsync(organization, "/", default)).RequiresReauthentication);
        Assert.True((await KeepAsync(store, candidate, "s1")).IsKept);
    }

    [Fact]
    public async Task SignIn_OneMessageManyTimesOnTwoNodes_GivesOneSession()
    {
        await using var here = await CreateAsync();
        await using var there = here.Another();
        var kept = await Task.WhenAll(
            Enumerable
                .Range(0, 64)
                .Select(i =>
                    Task.Run(async () =>
                    {
                        var store = i % 2 == 0 ? here : there;
                        SignInKept result;
                        do
                        {
                            result = await KeepAsync(store, await FindAsync(store, SampleData.Charlie, "_1"), "s" + i);
                        } while (result == SignInKept.Changed);

                        return result;
                    })
                )
        );
        Assert.Single(kept, result => result.IsKept);
        Assert.Equal(63, kept.Count(result => result.Used is { Id: "_1" }));
        await using var context = await here.OpenAsync();
        Assert.Equal(1, await context.Set<SessionRow>().IgnoreQueryFilters().CountAsync());
        Assert.Equal(1, await context.Set<UserRow>().IgnoreQueryFilters().CountAsync());
    }

    [Fact]
    public async Task SignIn_OneOfTwoFailsHalfway_TheOtherIsKept()
    {
        await using var store = await CreateAsync();
        await KeepAsync(store, await FindAsync(store, SampleData.Alice, "_1"), "s1");
        var stale = await FindAsync(store, SampleData.Alice, "_2");
        await store.UserDirectory.GrantRoleAsync("contoso", stale.User!.Id, "reader", "a", default);
        var fresh = await FindAsync(store, SampleData.Alice, "_2");
        var kept = await Task.WhenAll(KeepAsync(store, stale, "s2"), KeepAsync(store, fresh, "s3"));
        Assert.False(kept[0].IsKept);
        Assert.True(kept[1].IsKept);
        Assert.Null(await store.Sessions.FindAsync("s2", default));
        Assert.NotNull(await store.Sessions.FindAsync("s3", default));
    }

    [Fact]
    public async Task SignIn_AnswerToTheCommitLost_IsFoundDone()
    {
        await using var store = await CreateAsync();
        var candidate = await FindAsync(store, SampleData.Alice, "_1");
        Assert.True((await KeepAsync(store, candidate, "s1")).IsKept);

        // The same again is what is sent after a broken connection; another session is another sign-in.
        Assert.True((await KeepAsync(store, candidate, "s1")).IsKept);
        Assert.Equal("_1", (await KeepAsync(store, candidate, "s2")).Used!.Id);
        await using var context = await store.OpenAsync();
        Assert.Equal(1, await context.Set<SessionRow>().IgnoreQueryFilters().CountAsync());
    }

    [Fact]
    public async Task SignIn_RequestAnsweredBefore_SaysWhichIdWasUsed()
    {
        await using var store = await CreateAsync();
        Assert.True((await KeepAsync(store, await FindAsync(store, SampleData.Alice, "_1", request: "_r"), "s1")).IsKept);
        var again = await KeepAsync(store, await FindAsync(store, SampleData.Alice, "_2", request: "_r"), "s2");
        Assert.True(again.Used!.IsRequest);
        Assert.True(await store.UsedIds.TryAddAsync(SampleData.Issuer, "_2", TestClock.Now.AddHours(1), default));
    }

    [Fact]
    public async Task SignIn_OtherRolesThanInOtherSessions_EndsThem()
    {
        await using var store = await CreateAsync();
        await KeepAsync(store, await FindAsync(store, SampleData.Alice, "_1"), "same");
        await KeepAsync(store, await FindAsync(store, SampleData.Alice, "_2"), "other", roles: ["writer"]);
        Assert.Equal(SessionEndCause.RightsChanged, (await store.Sessions.FindAsync("same", default))!.EndedBy);
        await KeepAsync(store, await FindAsync(store, SampleData.Alice, "_3"), "third", roles: ["writer"]);
        Assert.Null((await store.Sessions.FindAsync("other", default))!.EndedAt);
        Assert.Contains(
            await store.Audit.ListAsync("contoso", before: null, 20, default),
            entry => entry is { Action: AuditActions.SessionEnded, Code: nameof(SessionEndCause.RightsChanged) }
        );
        await using var context = await store.OpenAsync();
        Assert.Equal(1, await context.Set<ChangeRow>().CountAsync(change => change.Session == SessionReference.FromId("same")));
    }

    [Fact]
    public async Task Refusal_ByTheRecord_UsesIdsAndIsAudited()
    {
        await using var store = await CreateAsync();
        await KeepAsync(store, await FindAsync(store, SampleData.Alice, "_1"), "s1");
        var user = (await FindAsync(store, SampleData.Alice, "_2")).User!;
        await store.UserDirectory.SuspendAsync("contoso", user.Id, "a", default);
        var refused = await FindAsync(store, SampleData.Alice, "_2");
        Assert.Equal(SignInRefusalCodes.UserSuspended, refused.RefusalCode);
        Assert.Null(await SignIns(store).RefuseAsync(Ids(store, "_2"), refused, default));
        Assert.Equal("_2", (await SignIns(store).RefuseAsync(Ids(store, "_2"), null, default))!.Id);
        Assert.Contains(
            await store.Audit.ListAsync("contoso", before: null, 20, default),
            entry => entry is { Action: AuditActions.SignInRefused, Code: SignInRefusalCodes.UserSuspended } && entry.Actor == user.Id
        );
    }

    [Fact]
    public async Task Writes_ManyAtOnceWithSomeThatFail_KeepsTheOthers()
    {
        await using var store = await CreateAsync();
        Assert.True(await store.UsedIds.TryAddAsync("a", "_0", TestClock.Now, default));
        var outcomes = await Task.WhenAll(
            Enumerable
                .Range(0, 100)
                .Select(i =>
                    Task.Run(async () =>
                    {
                        // Every tenth one asks for an ID that is taken, after it has written another.
                        var batch = new StatementBatch();
                        batch.Add(SignInSql.UseId, "a", "first" + i, TestClock.Now);
                        batch.Add(SignInSql.UseId, "a", i % 10 == 0 ? "_0" : "second" + i, TestClock.Now);
                        try
                        {
                            await store.Store.WriteAsync(batch, default);
                            return true;
                        }
                        catch (Exception e) when (StoreErrors.IsUniqueViolation(e, "used_ids"))
                        {
                            return false;
                        }
                    })
                )
        );
        Assert.Equal(90, outcomes.Count(kept => kept));
        await using var context = await store.OpenAsync();
        Assert.Equal(181, await context.Set<UsedIdRow>().CountAsync());
    }

    private static ISignInStore SignIns(TestStore store) => store.Services.GetRequiredService<ISignInStore>();

    private static IReadOnlyList<OneTimeId> Ids(TestStore store, string assertion, string? request = null)
    {
        var until = store.Clock.GetUtcNow().AddHours(1);
        return request is null
            ? [new(SampleData.Issuer, assertion, until)]
            : [new(SampleData.Issuer, assertion, until), new(OneTimeId.Request, request, until)];
    }

    private static Task<SignInCandidate> FindAsync(TestStore store, SignInIdentity identity, string assertion, string? request = null) =>
        SignIns(store).FindAsync(SampleData.Organization(), identity, Ids(store, assertion, request), default);

    private static Task<SignInKept> KeepAsync(TestStore store, SignInCandidate candidate, string id, string[]? roles = null) =>
        SignIns(store)
            .KeepAsync(
                candidate,
                SampleData.Session(id, userId: candidate.User!.Id) with
                {
                    OrgUnitPath = candidate.User.OrgUnitPath,
                    Roles = roles ?? ["reader"],
                },
                default
            );
}

public sealed class SqliteStoredSignInTests : StoredSignInTests
{
    private protected override Task<TestStore> CreateAsync() => Task.FromResult(TestStore.OnSqlite());
}
