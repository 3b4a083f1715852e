using Microsoft.EntityFrameworkCore;

namespace SamlSp.Directory.Tests;

public sealed class UsedAssertionIdTests : IAsyncLifetime
{
    private readonly TestStore _store = TestStore.OnSqlite();

    private DateTimeOffset InAnHour => _store.Clock.GetUtcNow().AddHours(1);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _store.DisposeAsync();

    [Fact]
    public async Task UsedId_SameIssuerTwice_IsRefused()
    {
        Assert.True(await _store.UsedIds.TryAddAsync("a", "_1", InAnHour, default));
        Assert.False(await _store.UsedIds.TryAddAsync("a", "_1", InAnHour, default));
        Assert.True(await _store.UsedIds.TryAddAsync("b", "_1", InAnHour, default));
        Assert.True(await _store.UsedIds.TryAddAsync("a", "_2", InAnHour, default));
    }

    [Fact]
    public async Task UsedId_VeryLongIds_AreDistinguished()
    {
        var most = new string('x', 100_000);
        Assert.True(await _store.UsedIds.TryAddAsync("a", most + "1", InAnHour, default));
        Assert.True(await _store.UsedIds.TryAddAsync("a", most + "2", InAnHour, default));
        Assert.False(await _store.UsedIds.TryAddAsync("a", most + "1", InAnHour, default));
    }

    [Fact]
    public async Task UsedId_ParallelUses_OneSucceeds()
    {
        await using var other = _store.Another();
        var results = await Task.WhenAll(
            Enumerable
                .Range(0, 64)
                .Select(i => Task.Run(() => (i % 2 == 0 ? _store : other).UsedIds.TryAddAsync("a", "_1", InAnHour, default).AsTask()))
        );
        Assert.Single(results, added => added);
    }

    [Fact]
    public async Task UsedId_AnotherProcess_IsStillRefused()
    {
        await _store.UsedIds.TryAddAsync("a", "_1", InAnHour, default);
        await using var next = _store.Another();
        Assert.False(await next.UsedIds.TryAddAsync("a", "_1", InAnHour, default));
    }

    [Theory]
    [InlineData(69, 1)]
    [InlineData(71, 0)]
    public async Task UsedId_Expired_IsKeptForTenMoreMinutes(int minutes, int remembered)
    {
        await _store.UsedIds.TryAddAsync("a", "_1", InAnHour, default);
        _store.Clock.Advance(TimeSpan.FromMinutes(minutes));
        await _store.Cleaner.CleanAsync(default);
        await using var context = await _store.OpenAsync();
        Assert.Equal(remembered, await context.Set<UsedIdRow>().CountAsync());
    }

    [Fact]
    public async Task Cleaning_UsedIds_DeletesOnlyExpiredOnes()
    {
        await _store.UsedIds.TryAddAsync("a", "_old", InAnHour, default);
        await _store.UsedIds.TryAddAsync("a", "_new", InAnHour.AddHours(1), default);
        _store.Clock.Advance(TimeSpan.FromMinutes(90));
        await _store.Cleaner.CleanAsync(default);
        await using var context = await _store.OpenAsync();
        Assert.Equal("_new", Assert.Single(await context.Set<UsedIdRow>().ToListAsync()).Id);
    }
}
