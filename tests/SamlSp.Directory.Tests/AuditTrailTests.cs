using Microsoft.EntityFrameworkCore;
using SamlSp.AspNetCore;

namespace SamlSp.Directory.Tests;

public sealed class AuditTrailTests : IAsyncLifetime
{
    private readonly TestStore _store = TestStore.OnSqlite();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _store.DisposeAsync();

    [Fact]
    public async Task AuditEntry_Written_IsReadBack()
    {
        var entry = Entry("user.suspended") with
        {
            Target = "u1",
            Reference = "ABCDE-FGHJK",
            Code = "user_suspended",
            Details = """{"by":"scim"}""",
        };
        await _store.Audit.WriteAsync(entry, default);
        var read = Assert.Single(await _store.Audit.ListAsync("contoso", before: null, 10, default));
        Assert.Equal(entry with { Number = read.Number }, read);
    }

    [Fact]
    public async Task AuditEntries_Listed_AreNewestFirstAndPaged()
    {
        for (var i = 0; i < 5; i++)
        {
            await _store.Audit.WriteAsync(Entry("a" + i), default);
            _store.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        var page = await _store.Audit.ListAsync("contoso", before: null, 2, default);
        Assert.Equal(["a4", "a3"], page.Select(e => e.Action));
        Assert.Equal(["a2", "a1"], (await _store.Audit.ListAsync("contoso", page[^1].Number, 2, default)).Select(e => e.Action));
    }

    [Fact]
    public async Task AuditEntries_RangeOfInstants_AreFoundWithoutAnIndexOfInstants()
    {
        for (var i = 0; i < 50; i++)
        {
            await _store.Audit.WriteAsync(Entry("a" + i), default);
            await _store.Audit.WriteAsync(Entry("theirs") with { Organization = "fabrikam" }, default);
            _store.Clock.Advance(TimeSpan.FromHours(1));
        }

        // Written late: its number is behind those of later instants.
        await _store.Audit.WriteAsync(Entry("late") with { At = _store.Clock.GetUtcNow() - TimeSpan.FromMinutes(65) }, default);
        var start = _store.Clock.GetUtcNow() - TimeSpan.FromHours(50);
        Assert.Equal(["a12", "a11", "a10"], await ActionsAsync(new() { From = start.AddHours(10), Until = start.AddHours(13) }));
        Assert.Equal(["a0", "a1"], await ActionsAsync(new() { Until = start.AddHours(2), OldestFirst = true }));
        Assert.Equal(
            ["a48", "a49"],
            await ActionsAsync(
                new()
                {
                    From = start.AddHours(48),
                    OldestFirst = true,
                    Limit = 2,
                }
            )
        );
        Assert.Equal(["a49"], await ActionsAsync(new() { From = start.AddHours(49) }));
        Assert.Equal(["a30"], await ActionsAsync(new() { From = start, Action = "a30" }));
        Assert.Empty(await ActionsAsync(new() { From = start.AddHours(60) }));
        Assert.Empty(await ActionsAsync(new() { Until = start }));
        Assert.Equal(
            ["a2", "a3"],
            await ActionsAsync(
                new()
                {
                    After = await NumberAsync("a1"),
                    OldestFirst = true,
                    Limit = 2,
                }
            )
        );
    }

    private async Task<IEnumerable<string>> ActionsAsync(AuditQuery query) =>
        (await _store.Audit.SearchAsync("contoso", query, default)).Select(e => e.Action);

    private async Task<long> NumberAsync(string action) =>
        (await _store.Audit.SearchAsync("contoso", new() { Action = action }, default))[0].Number;

    [Fact]
    public async Task AuditEntry_UpdateStatement_IsRefusedByTheStore()
    {
        await _store.Audit.WriteAsync(Entry("a"), default);
        await using var context = await _store.OpenAsync();
        var refused = await Assert.ThrowsAnyAsync<Exception>(() =>
            context.Database.ExecuteSqlRawAsync("UPDATE audit_entries SET actor = 'another-user'")
        );
        Assert.Contains("audit entries are never changed", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AuditEntries_OlderThanRetention_AreDeleted()
    {
        await _store.Audit.WriteAsync(Entry("old"), default);
        _store.Clock.Advance(TimeSpan.FromDays(2));
        await _store.Audit.WriteAsync(Entry("new"), default);
        _store.Clock.Advance(TimeSpan.FromDays(364));
        await _store.Cleaner.CleanAsync(default);
        Assert.Equal("new", Assert.Single(await _store.Audit.ListAsync("contoso", before: null, 10, default)).Action);
    }

    [Fact]
    public async Task Session_StartAndEnd_AreAuditedWithoutItsId()
    {
        await _store.Sessions.AddAsync(SampleData.Session("secret-id"), default);
        await _store.Sessions.EndAsync(
            new() { Organization = "contoso", UserId = "u1" },
            SessionEndCause.LogoutByIdentityProvider,
            default
        );
        var entries = await _store.Audit.ListAsync("contoso", before: null, 10, default);
        Assert.Equal(
            [(AuditActions.SessionEnded, "identity-provider", "LogoutByIdentityProvider"), (AuditActions.SessionStarted, "u1", null)],
            entries.Select(e => (e.Action, e.Actor, e.Code))
        );
        Assert.All(entries, e => Assert.Equal(SessionReference.FromId("secret-id"), e.Target));
    }

    private AuditEntry Entry(string action) =>
        new()
        {
            At = _store.Clock.GetUtcNow(),
            Organization = "contoso",
            Actor = "admin",
            Action = action,
        };
}
