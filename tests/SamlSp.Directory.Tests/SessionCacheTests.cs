using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SamlSp.AspNetCore;

namespace SamlSp.Directory.Tests;

/// <summary>The session cache: no query while nothing changed, and no outdated session.</summary>
public sealed class SessionCacheTests : IAsyncLifetime
{
    private readonly TestStore _here = TestStore.OnSqlite();
    private readonly TestStore _there;

    public SessionCacheTests() => _there = _here.Another();

    /// <summary>The schema first: a poll does not wait for it on a busy machine.</summary>
    public Task InitializeAsync() => _here.Services.GetRequiredService<StoreReadiness>().EnsureAsync(default).AsTask();

    public async Task DisposeAsync()
    {
        await _there.DisposeAsync();
        await _here.DisposeAsync();
    }

    [Fact]
    public async Task SessionCache_FreshFeed_NeedsNoQuery()
    {
        Assert.True(await _here.Feed.PollAsync(default));
        await _here.Sessions.AddAsync(SampleData.Session(), default);
        _here.Log.Clear();
        var found = await FindAsync(_here);
        Assert.Same(found, await FindAsync(_here));
        Assert.Empty(_here.Log.Commands);

        // Two seconds without the feed: the store is queried again.
        _here.Clock.Advance(TimeSpan.FromSeconds(2));
        await FindAsync(_here);
        Assert.Single(_here.Log.Commands);
    }

    [Fact]
    public async Task SessionCache_EndedByAnotherProcess_IsOverAfterThePoll()
    {
        await _there.Feed.PollAsync(default);
        await _here.Sessions.AddAsync(SampleData.Session(), default);
        Assert.True((await FindAsync(_there))!.IsLive(_here.Clock.GetUtcNow()));
        await _here.Sessions.EndAsync(new() { Organization = "contoso", UserId = "u1" }, SessionEndCause.SignedOut, default);
        await _there.Feed.PollAsync(default);
        Assert.Equal(SessionEndCause.SignedOut, (await FindAsync(_there))!.EndedBy);
    }

    [Fact]
    public async Task SessionCache_EndedByThisProcess_IsOverAtOnce()
    {
        await _here.Feed.PollAsync(default);
        await _here.Sessions.AddAsync(SampleData.Session(), default);
        await _here.Sessions.EndAsync(new() { Organization = "contoso", UserId = "u1" }, SessionEndCause.SignedOut, default);
        Assert.NotNull((await FindAsync(_here))!.EndedBy);
    }

    [Fact]
    public async Task SessionCache_RunningNodes_LearnOfTheEndWithinTwoSeconds()
    {
        await _here.StartAsync();
        await _there.StartAsync();
        await _here.Sessions.AddAsync(SampleData.Session(), default);
        Assert.Null((await FindAsync(_there))!.EndedBy);
        await _here.Sessions.EndAsync(new() { Organization = "contoso", UserId = "u1" }, SessionEndCause.SignedOut, default);
        await Task.Delay(TimeSpan.FromSeconds(2));
        Assert.NotNull((await FindAsync(_there))!.EndedBy);
    }

    [Fact]
    public async Task SessionCache_ReaderBehindTheFeed_StartsAgain()
    {
        await _there.Feed.PollAsync(default);
        await _here.Sessions.AddAsync(SampleData.Session("a"), default);
        await FindAsync(_there, "a");
        await _here.Sessions.EndAsync(new() { Organization = "contoso", Id = "a" }, SessionEndCause.SignedOut, default);
        await _here.Sessions.AddAsync(SampleData.Session("b"), default);
        await _here.Sessions.EndAsync(new() { Organization = "contoso", Id = "b" }, SessionEndCause.SignedOut, default);

        // What it has not read yet is deleted, and so is what it read last.
        _here.Clock.Advance(ChangeFeed.Kept + TimeSpan.FromMinutes(1));
        await _here.Cleaner.CleanAsync(default);
        await using (var context = await _here.OpenAsync())
        {
            Assert.Single(await context.Set<ChangeRow>().ToListAsync());
        }

        await _there.Feed.PollAsync(default);
        Assert.NotNull((await FindAsync(_there, "a"))!.EndedBy);
    }

    [Fact]
    public async Task SessionCache_EndedWhileLoading_IsNotKept()
    {
        var cache = new SessionCache(new(new(), "/"), _here.Clock);
        var generation = cache.Generation;
        cache.Remove(["other"]);
        cache.Add("a", SampleData.Session(), generation);
        Assert.False(cache.TryGet("a", out _));
        cache.Add("a", SampleData.Session(), cache.Generation);
        Assert.True(cache.TryGet("a", out _));
    }

    [Fact]
    public void SessionCache_ManySessions_IsBounded()
    {
        var cache = new SessionCache(new(new() { CachedSessions = 100 }, "/"), _here.Clock);
        for (var i = 0; i < 1000; i++)
        {
            cache.Add("s" + i, SampleData.Session(), cache.Generation);
        }

        Assert.InRange(Enumerable.Range(0, 1000).Count(i => cache.TryGet("s" + i, out _)), 50, 100);
        Assert.True(cache.TryGet("s999", out _));
    }

    [Fact]
    public async Task SessionCache_UnknownId_IsQueriedOnce()
    {
        await _here.Feed.PollAsync(default);
        await FindAsync(_here, "unknown");
        _here.Log.Clear();
        Assert.Null(await FindAsync(_here, "unknown"));
        Assert.Empty(_here.Log.Commands);
        _here.Clock.Advance(TimeSpan.FromSeconds(6));
        await FindAsync(_here, "unknown");
        Assert.Single(_here.Log.Commands);
    }

    [Fact]
    public async Task SessionCache_StoreDown_ServesKnownSessionsForALimitedTime()
    {
        await _here.Feed.PollAsync(default);
        await _here.Sessions.AddAsync(SampleData.Session("known"), default);
        await _there.Sessions.AddAsync(SampleData.Session("unknown"), default);
        Break(_here);

        Assert.False(await _here.Feed.PollAsync(default));
        _here.Clock.Advance(TimeSpan.FromMinutes(9));
        Assert.NotNull(await FindAsync(_here, "known"));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => FindAsync(_here, "unknown"));
        await Assert.ThrowsAsync<StoreUnavailableException>(() =>
            _here.UsedIds.TryAddAsync("a", "_1", _here.Clock.GetUtcNow(), default).AsTask()
        );

        _here.Clock.Advance(TimeSpan.FromMinutes(2));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => FindAsync(_here, "known"));
    }

    /// <summary>Makes every later command fail, as a disk that is gone would.</summary>
    private static void Break(TestStore store)
    {
        store.Services.GetRequiredService<StoreSettings>().ForgetConnections();
        foreach (var file in System.IO.Directory.GetFiles(Path.GetDirectoryName(store.File)!))
        {
            File.Delete(file);
        }

        System.IO.Directory.Delete(Path.GetDirectoryName(store.File)!);
    }

    private static async Task<Session?> FindAsync(TestStore store, string id = "0123456789abcdef") =>
        await store.Sessions.FindAsync(id, default);
}
