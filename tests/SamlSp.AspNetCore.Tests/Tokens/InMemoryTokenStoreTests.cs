using SamlSp.Testing;

namespace SamlSp.AspNetCore.Tests.Tokens;

public sealed class InMemoryTokenStoreTests
{
    private readonly MutableTimeProvider _clock = TestClock.Create();

    [Fact]
    public async Task InMemoryTokenStore_ExpiredForADay_IsForgotten()
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
    public async Task InMemoryTokenStore_Full_RefusesAndForgetsNothing()
    {
        var store = new InMemoryTokenStore(_clock);
        await store.AddAsync(Family("a"), Code("a", "first"), default);
        var many = Enumerable
            .Range(0, InMemoryTokenStore.Capacity - 1)
            .Select(i => Code("a", i.ToString(System.Globalization.CultureInfo.InvariantCulture)) with { Kind = TokenKind.Refresh })
            .ToList();
        Assert.True(await store.RedeemAsync((await store.FindAsync("first", default))!, many, default));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.AddAsync(Family("b"), Code("b", "last"), default));
        Assert.NotNull(await store.FindAsync("first", default));
        _clock.Advance(TimeSpan.FromDays(2));
        await store.AddAsync(Family("c"), Code("c", "last"), default);
        Assert.Equal(1, store.Count);
    }

    [Fact]
    public async Task InMemoryTokenStore_ManyRefreshes_KeepsFewTokens()
    {
        var store = new InMemoryTokenStore(_clock);
        await store.AddAsync(Family("a"), Code("a", "r0"), default);
        for (var i = 0; i < 1000; i++)
        {
            Assert.True(
                await store.RedeemAsync(
                    (await store.FindAsync("r" + i, default))!,
                    [Code("a", "a" + i) with { Kind = TokenKind.Access }, Code("a", "r" + (i + 1)) with { Kind = TokenKind.Refresh }],
                    default
                )
            );
        }

        Assert.Equal(ITokenStore.UsedTokensOfFamily + ITokenStore.AccessTokensOfFamily + 1, store.Count);
        Assert.Null(await store.FindAsync("r0", default));
        Assert.NotNull((await store.FindAsync("r999", default))!.Token.UsedAt);
        Assert.Null((await store.FindAsync("r1000", default))!.Token.UsedAt);
        Assert.NotNull(await store.FindAsync("a999", default));
    }

    [Fact]
    public async Task InMemoryTokenStore_OverTheSessionLimit_RemovesTheOldestFamily()
    {
        var store = new InMemoryTokenStore(_clock);
        for (var i = 0; i < ITokenStore.FamiliesOfSession + 1; i++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            await store.AddAsync(Family("f" + i), Code("f" + i, "c" + i), default);
        }

        Assert.Null(await store.FindAsync("c0", default));
        Assert.NotNull(await store.FindAsync("c1", default));
        await store.AddAsync(Family("other") with { Session = "sha256:1" }, Code("other", "c"), default);
        Assert.NotNull(await store.FindAsync("c1", default));
    }

    private TokenFamily Family(string id) =>
        new()
        {
            Id = id,
            Organization = "contoso",
            Session = "sha256:0",
            UserId = "u",
            ClientId = "c",
            CreatedAt = _clock.GetUtcNow(),
            ExpiresAt = _clock.GetUtcNow().AddHours(8),
        };

    private StoredToken Code(string family, string hash) =>
        new()
        {
            Hash = hash,
            FamilyId = family,
            Kind = TokenKind.Code,
            SealedSession = "",
            ExpiresAt = _clock.GetUtcNow().AddSeconds(60),
        };
}
