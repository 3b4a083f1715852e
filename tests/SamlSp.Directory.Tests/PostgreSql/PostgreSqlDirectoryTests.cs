using SamlSp.AspNetCore;
using SamlSp.Testing;

namespace SamlSp.Directory.Tests;

/// <summary>The user directory on PostgreSQL, where two nodes write in parallel.</summary>
public sealed class PostgreSqlDirectoryTests(PostgreSqlServer server) : IClassFixture<PostgreSqlServer>
{
    [PostgreSqlFact]
    public async Task PostgreSql_UserPages_HaveTheOrderOfSqlite()
    {
        await using var store = TestStore.On(await server.NewDatabaseAsync());
        await UserSearchTests.FillAsync(store);
        await UserSearchTests.AssertPagesGoThroughEverybodyOnceAsync(store);
        Assert.Equal(
            6,
            (await store.UserDirectory.SearchAsync("contoso", new() { OrgUnitPath = "/guests", IncludeUnitsBelow = true }, default))
                .Users
                .Count
        );
        Assert.Equal(
            "Hanna 100%_sure",
            Assert.Single((await store.UserDirectory.SearchAsync("contoso", new() { Text = "0%_S" }, default)).Users).DisplayName
        );
        Assert.Single((await store.UserDirectory.SearchAsync("contoso", new() { State = UserState.Suspended }, default)).Users);
    }

    [PostgreSqlFact]
    public async Task PostgreSql_UserChange_EndsSessionsOnTheOtherNodeWithinTwoSeconds()
    {
        await using var here = await TestStore.On(await server.NewDatabaseAsync(), TimeProvider.System).StartAsync();
        await using var there = await TestStore.On(here.Options, TimeProvider.System).StartAsync();
        var user = (await here.Users.SignInAsync(SampleData.Organization(), SampleData.Alice, default)).User!;
        Func<Task>[] changes =
        [
            () => here.UserDirectory.GrantRoleAsync("contoso", user.Id, "editor", "a", default),
            () => here.UserDirectory.MoveAsync("contoso", user.Id, "/sales", "a", default),
            () => here.UserDirectory.SuspendAsync("contoso", user.Id, "a", default),
        ];
        foreach (var change in changes)
        {
            var session = SampleData.Session(Guid.NewGuid().ToString("N"), userId: user.Id) with
            {
                CreatedAt = DateTimeOffset.UtcNow,
                ExpiresAt = DateTimeOffset.UtcNow.AddHours(1),
            };
            await there.Sessions.AddAsync(session, default);
            Assert.Null((await there.Sessions.FindAsync(session.Id, default))!.EndedAt);
            await change();
            await Eventually.HoldsAsync(
                async () => (await there.Sessions.FindAsync(session.Id, default))!.EndedAt is not null,
                TimeSpan.FromSeconds(2)
            );
        }
    }

    [PostgreSqlFact]
    public async Task PostgreSql_TwoOwnersRemoveEachOther_OneRemains()
    {
        await using var here = TestStore.On(await server.NewDatabaseAsync());
        await using var there = here.Another();
        foreach (var act in new[] { "revoke", "suspend", "delete" })
        {
            await LastOwnerTests.AssertOneIsLeftAsync(here, there, act);
        }
    }

    [PostgreSqlFact]
    public async Task PostgreSql_ParallelSignInsDuringRoleChange_KeepNoOldRoles()
    {
        await using var here = TestStore.On(await server.NewDatabaseAsync());
        await using var there = here.Another();
        var id = (await here.Users.SignInAsync(SampleData.Organization(), SampleData.Alice, default)).User!.Id;
        await here.UserDirectory.GrantRoleAsync("contoso", id, "editor", "a", default);
        var signIns = Enumerable
            .Range(0, 24)
            .Select(i =>
                Task.Run(async () =>
                {
                    var node = i % 2 == 0 ? here : there;
                    var user = (await node.Users.SignInAsync(SampleData.Organization(), SampleData.Alice, default)).User!;
                    await Task.Delay(i * 2);
                    await node.Sessions.AddAsync(
                        SampleData.Session("s" + i, userId: id) with
                        {
                            Roles = user.Roles,
                            RightsVersion = user.RightsVersion,
                        },
                        default
                    );
                })
            )
            .ToList();
        await Task.Delay(20);
        await there.UserDirectory.RevokeRoleAsync("contoso", id, "editor", "a", default);
        await Task.WhenAll(signIns);
        Assert.All(
            await here.Sessions.ListAsync(new() { Organization = "contoso", UserId = id }, default),
            session => Assert.DoesNotContain("editor", session.Roles)
        );
        Assert.Empty(await here.UserDirectory.ListRolesAsync("contoso", id, default));
    }
}
