using SamlSp.Testing;

namespace SamlSp.AspNetCore.Tests.Tokens;

public sealed class InMemoryTokenStoreTests
{
    private readonly MutableTimeProvider _clock = TestClock.Create();

    [Fact]
    public async Task WhatExpiredADayAgoIsForgottenAndNothingEarlier()
    {
        var store = new InMemoryTokenStore(_clock);
        await store.AddAsync(Family("a"), Code("a", "1"), default);
        _clock.Advance(TimeSpan.FromHours(24) + TimeSpan.FromSeconds(60));
        await store.AddAsync(Family("b"), Code("b", "2"), default);
        Assert.NotNull(await store.FindAsync("1", default));
        _clock.Advance(TimeSpan.FromSeconds(61));
        await store.AddAsync(Family("c"), Code("c", "3"), default);
        Assert.Null(await store.FindAsync("1", default));
        Assert.NotNull(await store.FindAsync("2", default));
    }

    [Fact]
    public async Task AFullStoreRefusesAndForgetsNothing()
    {
        var store = new InMemoryTokenStore(_clock);
        await store.AddAsync(Family("a"), Code("a", "first"), default);
        var many = Enumerable.Range(0, InMemoryTokenStore.Capacity - 1).Select(i => Code("a", i.ToString()) with { Kind = TokenKind.Access }).ToList();
        Assert.True(await store.RedeemAsync((await store.FindAsync("first", default))!, many, default));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.AddAsync(Family("b"), Code("b", "last"), default));
        Assert.NotNull(await store.FindAsync("first", default));
        _clock.Advance(TimeSpan.FromDays(2));
        await store.AddAsync(Family("c"), Code("c", "last"), default);
        Assert.Equal(1, store.Count);
    }

    private TokenFamily Family(string id) => new()
    {
        Id = id,
        Organization = "contoso",
        Session = "sha256:0",
        UserId = "u",
        ClientId = "c",
        CreatedAt = _clock.GetUtcNow(),
        ExpiresAt = _clock.GetUtcNow().AddHours(8),
    };

    private StoredToken Code(string family, string hash) => new() { Hash = hash, FamilyId = family, Kind = TokenKind.Code, SealedSession = "", ExpiresAt = _clock.GetUtcNow().AddSeconds(60) };
}
