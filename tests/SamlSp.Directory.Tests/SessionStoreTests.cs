using Microsoft.EntityFrameworkCore;
using SamlSp.AspNetCore;

namespace SamlSp.Directory.Tests;

public sealed class SessionStoreTests : IAsyncLifetime
{
    private readonly TestStore _store = TestStore.OnSqlite();

    private ISessionStore Sessions => _store.Sessions;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _store.DisposeAsync();

    [Fact]
    public async Task Session_ReadByAnotherProcess_IsComplete()
    {
        var session = SampleData.Session();
        await Sessions.AddAsync(session, default);
        await using var next = _store.Another();
        Assert.Equivalent(session, await next.Sessions.FindAsync(session.Id, default), strict: true);
    }

    [Fact]
    public async Task Session_Stored_KeepsNoPlainId()
    {
        await Sessions.AddAsync(SampleData.Session("feedfacefeedface") with { SessionIndex = "_1" }, default);
        await using var context = await _store.OpenAsync();
        await context.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)");
        Assert.DoesNotContain("feedfacefeedface", await File.ReadAllTextAsync(_store.File), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SessionReference_FromAList_FindsNothingButEndsTheSession()
    {
        var session = SampleData.Session();
        await Sessions.AddAsync(session, default);
        var listed = Assert.Single(await Sessions.ListAsync(Of(userId: "u1"), default));
        Assert.Null(await Sessions.FindAsync(listed.Id, default));
        Assert.Equal(1, await Sessions.EndAsync(new() { Organization = "contoso", Id = listed.Id }, SessionEndCause.Revoked, default));
        Assert.Equal(SessionEndCause.Revoked, (await Sessions.FindAsync(session.Id, default))!.EndedBy);
    }

    [Fact]
    public async Task FindSession_UnknownId_ReturnsNull() => Assert.Null(await Sessions.FindAsync("unknown", default));

    [Fact]
    public async Task Session_Ended_ShowsItsCauseForADay()
    {
        await Sessions.AddAsync(SampleData.Session(), default);
        await Sessions.EndAsync(Of(userId: "u1"), SessionEndCause.SignedOut, default);
        var ended = await Sessions.FindAsync(SampleData.Session().Id, default);
        Assert.Equal((SessionEndCause.SignedOut, _store.Clock.GetUtcNow()), (ended!.EndedBy, ended.EndedAt));
        _store.Clock.Advance(TimeSpan.FromHours(25));
        Assert.Null(await Sessions.FindAsync(SampleData.Session().Id, default));
    }

    [Fact]
    public async Task Session_Expired_IsNeitherListedNorEnded()
    {
        await Sessions.AddAsync(SampleData.Session(), default);
        _store.Clock.Advance(TimeSpan.FromHours(8));
        Assert.Empty(await Sessions.ListAsync(Of(userId: "u1"), default));
        Assert.Equal(0, await Sessions.EndAsync(Of(userId: "u1"), SessionEndCause.Revoked, default));
        Assert.Null((await Sessions.FindAsync(SampleData.Session().Id, default))!.EndedBy);
    }

    [Fact]
    public async Task SessionSelector_EachProperty_AgreesWithTheInMemoryStore()
    {
        var memory = new InMemorySessionStore(_store.Clock);
        Session[] all =
        [
            SampleData.Session("1", userId: "u1"),
            SampleData.Session("2", userId: "u1") with
            {
                SessionIndex = null,
            },
            SampleData.Session("3", userId: "u2") with
            {
                NameId = "x",
                AssertedNameId = new("y"),
            },
            SampleData.Session("4", organization: "fabrikam"),
            SampleData.Session("5", userId: "u3") with
            {
                Issuer = "other",
            },
        ];
        foreach (var session in all)
        {
            await Sessions.AddAsync(session, default);
            await memory.AddAsync(session, default);
        }

        SessionSelector[] selectors =
        [
            new() { Organization = "contoso" },
            Of(userId: "u1"),
            Of(userId: "nobody"),
            new() { Organization = "contoso", Id = "3" },
            new() { Organization = "contoso", Id = "4" },
            new()
            {
                Organization = "contoso",
                SessionIndexes = ["_index-1", "_index-3", "_index-4"],
                Issuer = SampleData.Issuer,
            },
            new() { Organization = "contoso", NameId = "x" },
            new() { Organization = "contoso", NameId = "y" },
            new() { Organization = "contoso", NameId = "charlie@altostrat.com" },
            new()
            {
                Organization = "contoso",
                NameId = "charlie@altostrat.com",
                Issuer = "other",
            },
            new() { Organization = "contoso", SessionIndexes = [] },
            new() { Organization = "contoso", Issuer = "other" },
        ];
        foreach (var selector in selectors)
        {
            var expected = (await memory.ListAsync(selector, default)).Select(s => SessionReference.FromId(s.Id)).Order();
            Assert.Equal(expected, (await Sessions.ListAsync(selector, default)).Select(s => s.Id).Order());
        }
    }

    [Fact]
    public async Task EndSessions_OneUser_EndsOnlyTheirSessions()
    {
        await Sessions.AddAsync(SampleData.Session("1"), default);
        await Sessions.AddAsync(SampleData.Session("2", userId: "u2"), default);
        await Sessions.AddAsync(SampleData.Session("3", organization: "fabrikam"), default);
        Assert.Equal(1, await Sessions.EndAsync(Of(userId: "u1"), SessionEndCause.Revoked, default));
        Assert.False((await Sessions.FindAsync("1", default))!.IsLive(_store.Clock.GetUtcNow()));
        Assert.True((await Sessions.FindAsync("2", default))!.IsLive(_store.Clock.GetUtcNow()));
        Assert.True((await Sessions.FindAsync("3", default))!.IsLive(_store.Clock.GetUtcNow()));
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Session_AddedAfterSuspension_IsOver(bool suspended, bool live)
    {
        var user = (await _store.Users.SignInAsync(SampleData.Organization(), SampleData.Alice, default)).User!;
        await _store.ChangeUserAsync("contoso", user.Id, u => u.Suspended = suspended);
        await Sessions.AddAsync(SampleData.Session(userId: user.Id), default);
        Assert.Equal(live, (await Sessions.FindAsync(SampleData.Session().Id, default))!.IsLive(_store.Clock.GetUtcNow()));
    }

    [Fact]
    public async Task Cleaning_SessionOverForADay_IsDeleted()
    {
        await Sessions.AddAsync(SampleData.Session("old"), default);
        await Sessions.AddAsync(SampleData.Session("new", lifetime: TimeSpan.FromHours(24)), default);
        _store.Clock.Advance(TimeSpan.FromHours(33));
        await _store.Cleaner.CleanAsync(default);
        await using var context = await _store.OpenAsync();
        Assert.Equal(
            SessionReference.FromId("new"),
            Assert.Single(await context.Set<SessionRow>().IgnoreQueryFilters().ToListAsync()).Reference
        );
    }

    private static SessionSelector Of(string userId) => new() { Organization = "contoso", UserId = userId };
}
