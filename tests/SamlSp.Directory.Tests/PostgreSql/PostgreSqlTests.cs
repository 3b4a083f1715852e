using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using SamlSp.AspNetCore;
using SamlSp.Testing;

namespace SamlSp.Directory.Tests;

/// <summary>Two nodes on one PostgreSQL.</summary>
public sealed class PostgreSqlTests(PostgreSqlServer server) : IClassFixture<PostgreSqlServer>
{
    [PostgreSqlFact]
    public async Task PostgreSql_EmptyStore_HasTheSchemaOfTheModel()
    {
        await using var migrated = TestStore.On(await server.NewDatabaseAsync());
        await migrated.Services.GetRequiredService<StoreReadiness>().EnsureAsync(default);
        await using var made = TestStore.On(await server.NewDatabaseAsync());
        await using var model = await made.OpenAsync();
        await model.Database.OpenConnectionAsync();
        await model.Database.ExecuteSqlRawAsync(model.Database.GenerateCreateScript());
        await using var context = await migrated.OpenAsync();
        await context.Database.OpenConnectionAsync();
        var expected = await Schema.OfPostgreSqlAsync(model.Database.GetDbConnection());
        Assert.True(expected.Count > 80);
        Assert.Equal(expected, await Schema.OfPostgreSqlAsync(context.Database.GetDbConnection()));
    }

    [PostgreSqlFact]
    public async Task PostgreSql_NodesStartTogether_MigrateOnce()
    {
        var options = await server.NewDatabaseAsync();
        var nodes = Enumerable.Range(0, 8).Select(_ => TestStore.On(options)).ToList();
        await Task.WhenAll(
            nodes.Select(n => Task.Run(() => n.Services.GetRequiredService<StoreReadiness>().EnsureAsync(default).AsTask()))
        );
        await using (var context = await nodes[0].OpenAsync())
        {
            Assert.Equal(1, await context.Set<ChangeRow>().CountAsync());
        }

        foreach (var node in nodes)
        {
            await node.DisposeAsync();
        }
    }

    [PostgreSqlFact]
    public async Task PostgreSql_ParallelUsesOfOneIdOnTwoNodes_OneSucceeds()
    {
        await using var here = TestStore.On(await server.NewDatabaseAsync());
        await using var there = here.Another();
        for (var round = 0; round < 5; round++)
        {
            var id = "_" + round;
            var results = await Task.WhenAll(
                Enumerable
                    .Range(0, 64)
                    .Select(i =>
                        Task.Run(() =>
                            (i % 2 == 0 ? here : there).UsedIds.TryAddAsync("a", id, here.Clock.GetUtcNow().AddHours(1), default).AsTask()
                        )
                    )
            );
            Assert.Single(results, added => added);
        }
    }

    [PostgreSqlFact]
    public async Task PostgreSql_MetadataSavedOnTwoNodes_IsOneRowAndOneAuditEntry()
    {
        await using var here = TestStore.On(await server.NewDatabaseAsync());
        await using var there = here.Another();
        StoredMetadata Read(params string[] keys) =>
            new()
            {
                Organization = "contoso",
                Source = "https://idp.example.com/",
                Document = [1],
                ReadAt = TestClock.Now,
                Keys = keys,
            };
        Task SaveAsync(TestStore node, StoredMetadata metadata) =>
            Task.Run(() => node.Services.GetRequiredService<IMetadataStore>().SaveAsync(metadata, default));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => SaveAsync(i % 2 == 0 ? here : there, Read("A"))));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => SaveAsync(i % 2 == 0 ? here : there, Read("A", "B"))));
        Assert.Equal(["A", "B"], (await here.Services.GetRequiredService<IMetadataStore>().FindAsync("contoso", default))!.Keys);
        Assert.Single(await here.Audit.ListAsync("contoso", null, 10, default), e => e.Action == AuditActions.SigningKeysChanged);
    }

    [PostgreSqlFact]
    public async Task PostgreSql_SignInTraces_AreListedPagedCountedAndDeleted()
    {
        await using var store = TestStore.On(await server.NewDatabaseAsync());
        var traces = store.Services.GetRequiredService<ISignInTraceStore>();
        await traces.AddAsync(
            [
                .. Enumerable
                    .Range(0, 20)
                    .Select(i => new SignInTraceEntry
                    {
                        Reference = $"AAAAA-{i:00000}",
                        At = TestClock.Now.AddSeconds(i / 2),
                        Organization = "contoso",
                        Code = i % 2 == 0 ? null : "expired",
                    }),
            ],
            default
        );
        var seen = new List<SignInTraceEntry>();
        while (
            await traces.ListAsync(
                new()
                {
                    Organization = "contoso",
                    After = seen.Count == 0 ? null : seen[^1],
                    Limit = 3,
                },
                default
            )
                is { Count: > 0 } page
        )
        {
            seen.AddRange(page);
        }

        Assert.Equal(20, seen.Select(e => e.Reference).Distinct().Count());
        Assert.Equal(
            [new(TestClock.Now, null, 10), new(TestClock.Now, "expired", 10)],
            await traces.CountAsync("contoso", TestClock.Now, TestClock.Now.AddHours(1), default)
        );
        Assert.Equal("expired", (await traces.FindAsync("AAAAA-00003", default))!.Code);
        Assert.Equal(10, await traces.CleanAsync(TestClock.Now.AddSeconds(5), TestClock.Now, default));
    }

    [PostgreSqlFact]
    public async Task PostgreSql_ParallelTokenExchangesOnTwoNodes_OneSucceeds()
    {
        await using var here = TestStore.On(await server.NewDatabaseAsync());
        await using var there = here.Another();
        await TokenStoreTests.Of(here).AddAsync(TokenStoreTests.Family, TokenStoreTests.Code, default);
        await TokenStoreTests.RaceAsync(here, there);
    }

    [PostgreSqlFact]
    public async Task PostgreSql_ParallelFirstSignInsOnTwoNodes_CreateOneUser()
    {
        await using var here = TestStore.On(await server.NewDatabaseAsync());
        await using var there = here.Another();
        var results = await Task.WhenAll(
            Enumerable
                .Range(0, 32)
                .Select(i =>
                    Task.Run(() => (i % 2 == 0 ? here : there).Users.SignInAsync(SampleData.Organization(), SampleData.Alice, default))
                )
        );
        Assert.Single(results.Select(r => r.User!.Id).Distinct());
        Assert.Single(results, r => r.User!.Created);
    }

    [PostgreSqlFact]
    public async Task PostgreSql_ParallelSignInsWithOneNameId_OneIsRefused()
    {
        await using var here = TestStore.On(await server.NewDatabaseAsync());
        for (var round = 0; round < 10; round++)
        {
            var identities = Enumerable
                .Range(0, 2)
                .Select(i => SampleData.Alice with { Key = new(SampleData.Tenant, $"{round}-{i}"), NameId = $"shared{round}@example.com" });
            var results = await Task.WhenAll(
                identities.Select(identity => Task.Run(() => here.Users.SignInAsync(SampleData.Organization(), identity, default)))
            );
            Assert.Equal(SignInRefusalCodes.NameIdTaken, Assert.Single(results, r => !r.Succeeded).RefusalCode);
        }
    }

    [PostgreSqlFact]
    public async Task PostgreSql_ParallelSignInsMatchingOneUser_OneJoins()
    {
        await using var here = TestStore.On(await server.NewDatabaseAsync());
        var organization = SampleData.Organization(configure: o => o.MatchByEmail = true);
        for (var round = 0; round < 20; round++)
        {
            var mail = $"shared{round}@example.com";
            var record = await here.AddUserAsync("contoso", u => u.Mail = mail);
            var identities = Enumerable
                .Range(0, 2)
                .Select(i =>
                    SampleData.Alice with
                    {
                        Key = new(SampleData.Tenant, $"{round}-{i}"),
                        NameId = $"{round}-{i}@example.com",
                        Mail = mail,
                    }
                );
            var results = await Task.WhenAll(
                identities.Select(identity => Task.Run(() => here.Users.SignInAsync(organization, identity, default)))
            );
            Assert.Single(results, r => r.User!.Id == record.Id);
        }
    }

    [PostgreSqlFact]
    public async Task PostgreSql_SessionOnAnotherNode_IsReadBackAndSelected()
    {
        await using var here = TestStore.On(await server.NewDatabaseAsync());
        await using var there = here.Another();
        var session = SampleData.Session();
        await here.Sessions.AddAsync(session, default);
        Assert.Equivalent(session, await there.Sessions.FindAsync(session.Id, default), strict: true);
        SessionSelector all = new()
        {
            Organization = "contoso",
            Id = session.Id,
            UserId = "u1",
            Issuer = SampleData.Issuer,
            NameId = "charlie@altostrat.com",
            SessionIndexes = ["x", session.SessionIndex!],
        };
        Assert.Single(await there.Sessions.ListAsync(all, default));
        Assert.Empty(await there.Sessions.ListAsync(all with { UserId = "u2" }, default));
        Assert.Empty(await there.Sessions.ListAsync(all with { Organization = "fabrikam" }, default));
    }

    [PostgreSqlFact]
    public async Task PostgreSql_SessionEndedOnOneNode_IsNotifiedToTheOther()
    {
        await using var here = await TestStore.On(await server.NewDatabaseAsync()).StartAsync();
        await using var there = await here.Another().StartAsync();
        await there.WaitForListenerAsync();
        await here.Sessions.AddAsync(SampleData.Session(), default);
        Assert.Null((await FindAsync(there))!.EndedBy);
        await here.Sessions.EndAsync(new() { Organization = "contoso", UserId = "u1" }, SessionEndCause.SignedOut, default);
        Assert.True(await EndsWithinAsync(there, TimeSpan.FromSeconds(2)));
    }

    [PostgreSqlFact]
    public async Task PostgreSql_WithoutListener_SessionEndIsFoundByPolling()
    {
        await using var here = await TestStore.On(await server.NewDatabaseAsync()).StartAsync();
        await using var there = await here.Another().StartAsync(listen: false);
        await here.Sessions.AddAsync(SampleData.Session(), default);
        Assert.Null((await FindAsync(there))!.EndedBy);
        await here.Sessions.EndAsync(new() { Organization = "contoso", UserId = "u1" }, SessionEndCause.SignedOut, default);
        Assert.True(await EndsWithinAsync(there, TimeSpan.FromSeconds(2)));
    }

    [PostgreSqlFact]
    public async Task PostgreSql_ListenerConnectionLost_IsOpenedAgain()
    {
        await using var here = await TestStore.On(await server.NewDatabaseAsync()).StartAsync();
        var first = await here.WaitForListenerAsync();
        await using (var context = await here.OpenAsync())
        {
            await context.Database.ExecuteSqlAsync($"SELECT pg_terminate_backend({first})");
        }

        Assert.NotEqual(first, await here.WaitForListenerAsync(first));
    }

    [PostgreSqlFact]
    public async Task PostgreSql_AuditEntryUpdate_IsRefusedByTheStore()
    {
        await using var here = TestStore.On(await server.NewDatabaseAsync());
        await here.Audit.WriteAsync(
            new()
            {
                At = TestClock.Now,
                Organization = "contoso",
                Actor = "a",
                Action = "b",
            },
            default
        );
        await using var context = await here.OpenAsync();
        var refused = await Assert.ThrowsAnyAsync<Exception>(() =>
            context.Database.ExecuteSqlRawAsync("UPDATE audit_entries SET actor = 'x'")
        );
        Assert.Contains("audit entries are never changed", refused.Message, StringComparison.Ordinal);
    }

    [PostgreSqlFact]
    public async Task PostgreSql_Cleaning_DeletesExpiredRows()
    {
        await using var here = TestStore.On(await server.NewDatabaseAsync());
        await here.UsedIds.TryAddAsync("a", "_1", here.Clock.GetUtcNow(), default);
        await here.Sessions.AddAsync(SampleData.Session(), default);
        here.Clock.Advance(TimeSpan.FromDays(3));
        Assert.Equal(2, await here.Cleaner.CleanAsync(default));
    }

    private static async Task<bool> EndsWithinAsync(TestStore store, TimeSpan limit)
    {
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < limit)
        {
            if ((await FindAsync(store))!.EndedBy is not null)
            {
                return true;
            }

            await Task.Delay(20);
        }

        return false;
    }

    private static async Task<Session?> FindAsync(TestStore store) => await store.Sessions.FindAsync(SampleData.Session().Id, default);
}
