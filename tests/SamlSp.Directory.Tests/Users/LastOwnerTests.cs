using SamlSp.AspNetCore;

namespace SamlSp.Directory.Tests;

/// <summary>An organization keeps at least one owner, even when owners remove each other in parallel.</summary>
public sealed class LastOwnerTests
{
    /// <summary>What two owners can do to each other.</summary>
    public static TheoryData<string> Acts => ["revoke", "suspend", "delete"];

    [Theory]
    [MemberData(nameof(Acts))]
    public async Task Owners_TwoRemoveEachOther_OneRemains(string act)
    {
        await using var here = TestStore.OnSqlite();
        await using var there = here.Another();
        await AssertOneIsLeftAsync(here, there, act);
    }

    [Fact]
    public async Task LastOwner_AnyRemoval_IsRefusedUntilThereIsAnother()
    {
        await using var store = TestStore.OnSqlite();
        var (alice, charlie) = await OwnersAsync(store);
        Assert.Equal(UserChange.Done, await store.UserDirectory.SuspendAsync("contoso", charlie, alice, default));
        foreach (var act in new[] { "revoke", "suspend", "delete" })
        {
            Assert.Equal(UserChange.LastOwner, await ActAsync(store, act, alice, charlie));
        }

        Assert.Equal("owner", Assert.Single(await store.UserDirectory.ListRolesAsync("contoso", alice, default)).Role);
        Assert.DoesNotContain(
            await store.Audit.ListAsync("contoso", null, 100, default),
            entry => entry.Actor == charlie && entry.Target == alice
        );
        await store.UserDirectory.RestoreAsync("contoso", charlie, alice, default);
        Assert.Equal(UserChange.Done, await store.UserDirectory.RevokeRoleAsync("contoso", alice, "owner", charlie, default));
    }

    [Fact]
    public async Task LastOwner_OwnerByGroupSignedIn_CountsAndIsKept()
    {
        await using var store = TestStore.OnSqlite();
        var (alice, charlie) = await OwnersAsync(store);
        await store.UserDirectory.RevokeRoleAsync("contoso", charlie, "owner", alice, default);
        await store.Sessions.AddAsync(SampleData.Session("c1", userId: charlie) with { Roles = ["Owner"] }, default);
        Assert.Equal(UserChange.Done, await store.UserDirectory.RevokeRoleAsync("contoso", alice, "owner", charlie, default));
        Assert.Equal(UserChange.LastOwner, await store.UserDirectory.DeleteAsync("contoso", charlie, alice, default));
        Assert.Equal(UserChange.Done, await store.UserDirectory.DeleteAsync("contoso", alice, charlie, default));
    }

    [Theory]
    [InlineData("session")]
    [InlineData("group")]
    public async Task LastOwner_OwnerByGroupWithoutLiveSession_CountsAsRemaining(string by)
    {
        var organization = SampleData.Organization(configure: o => o.Roles["Owner"] = ["OWNERS"]);
        await using var store = TestStore.OnSqlite(organizations: [organization]);
        var (alice, charlie) = await OwnersAsync(store);
        await store.UserDirectory.RevokeRoleAsync("contoso", charlie, "owner", alice, default);
        Assert.Equal(UserChange.LastOwner, await store.UserDirectory.RevokeRoleAsync("contoso", alice, "owner", charlie, default));
        await (by == "group" ? AddToOwnersAsync(store, charlie) : SignInAndOutAsync(store, charlie));

        // While that owner is suspended, they do not count.
        await store.UserDirectory.SuspendAsync("contoso", charlie, alice, default);
        Assert.Equal(UserChange.LastOwner, await store.UserDirectory.SuspendAsync("contoso", alice, charlie, default));
        await store.UserDirectory.RestoreAsync("contoso", charlie, alice, default);
        Assert.Equal(UserChange.Done, await store.UserDirectory.RevokeRoleAsync("contoso", alice, "owner", charlie, default));
        Assert.Equal(UserChange.LastOwner, await store.UserDirectory.DeleteAsync("contoso", charlie, alice, default));
    }

    [Fact]
    public async Task LastOwner_SessionFromBeforeTheRoleWasLost_DoesNotCount()
    {
        await using var store = TestStore.OnSqlite();
        var (alice, charlie) = await OwnersAsync(store);
        await store.UserDirectory.RevokeRoleAsync("contoso", charlie, "owner", alice, default);
        await SignInAndOutAsync(store, charlie);
        store.Clock.Advance(TimeSpan.FromMinutes(1));
        await store.Sessions.AddAsync(
            SampleData.Session("later", userId: charlie) with
            {
                CreatedAt = store.Clock.GetUtcNow(),
                ExpiresAt = store.Clock.GetUtcNow().AddHours(1),
            },
            default
        );
        Assert.Equal(UserChange.LastOwner, await store.UserDirectory.RevokeRoleAsync("contoso", alice, "owner", charlie, default));
    }

    private static async Task SignInAndOutAsync(TestStore store, string userId)
    {
        await store.Sessions.AddAsync(SampleData.Session("by-group", userId: userId) with { Roles = ["Owner"] }, default);
        await store.Sessions.EndAsync(new() { Organization = "contoso", UserId = userId }, SessionEndCause.SignedOut, default);
    }

    private static Task<bool> AddToOwnersAsync(TestStore store, string userId) =>
        store.Store.WriteAsync(
            "contoso",
            AuditActors.Provisioning,
            async scope =>
            {
                scope.Add(
                    new ProvisionedGroupRow
                    {
                        Organization = scope.Organization,
                        Id = "g",
                        ExternalId = "owners",
                        DisplayName = "Owners",
                        Version = 1,
                        CreatedAt = scope.Now,
                        UpdatedAt = scope.Now,
                    }
                );
                scope.Add(
                    new ProvisionedMemberRow
                    {
                        Organization = scope.Organization,
                        GroupId = "g",
                        UserId = userId,
                    }
                );
                await scope.SaveAsync(default);
                return true;
            },
            default
        );

    internal static async Task AssertOneIsLeftAsync(TestStore here, TestStore there, string act)
    {
        for (var round = 0; round < 5; round++)
        {
            var (alice, charlie) = await OwnersAsync(here);
            using var start = new Barrier(2);
            Task<UserChange> At(TestStore node, string target, string actor) =>
                Task.Run(() =>
                {
                    start.SignalAndWait();
                    return ActAsync(node, act, target, actor);
                });
            var results = await Task.WhenAll(At(here, alice, charlie), At(there, charlie, alice));
            Assert.Equal([UserChange.Done, UserChange.LastOwner], results.Order());
            foreach (var id in new[] { alice, charlie })
            {
                await here.UserDirectory.RestoreAsync("contoso", id, "operator", default);
            }
        }
    }

    /// <summary>Both signed in, and made owners where they are none.</summary>
    private static async Task<(string Alice, string Charlie)> OwnersAsync(TestStore store)
    {
        var alice = (await store.Users.SignInAsync(SampleData.Organization(), SampleData.Alice, default)).User!.Id;
        var charlie = (await store.Users.SignInAsync(SampleData.Organization(), SampleData.Charlie, default)).User!.Id;
        foreach (var id in new[] { alice, charlie })
        {
            await store.UserDirectory.GrantRoleAsync("contoso", id, "owner", "operator", default);
        }

        return (alice, charlie);
    }

    private static Task<UserChange> ActAsync(TestStore store, string act, string target, string actor) =>
        act switch
        {
            "revoke" => store.UserDirectory.RevokeRoleAsync("contoso", target, "owner", actor, default),
            "suspend" => store.UserDirectory.SuspendAsync("contoso", target, actor, default),
            _ => store.UserDirectory.DeleteAsync("contoso", target, actor, default),
        };
}
