using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SamlSp.AspNetCore;
using SamlSp.Testing;

namespace SamlSp.Directory.Tests;

public sealed class TokenStoreTests : IAsyncLifetime
{
    private readonly TestStore _store = TestStore.OnSqlite();

    private ITokenStore Tokens => Of(_store);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _store.DisposeAsync();

    [Fact]
    public async Task Token_ReadByAnotherProcess_IsComplete()
    {
        await Tokens.AddAsync(Family, Code, default);
        await using var next = _store.Another();
        var match = await Of(next).FindAsync(Code.Hash, default);
        Assert.Equal(new TokenMatch(Code, Family), match);
        Assert.Null(await Of(next).FindAsync("unknown", default));
    }

    [Fact]
    public async Task Token_ParallelExchangesOnTwoNodes_OneSucceedsAndTheFamilyEnds()
    {
        await using var other = _store.Another();
        await Tokens.AddAsync(Family, Code, default);
        await RaceAsync(_store, other);
    }

    [Fact]
    public async Task Token_ManyRefreshes_KeepsFewRows()
    {
        await Tokens.AddAsync(Family, Code, default);
        var last = Code.Hash;
        for (var i = 0; i < 800; i++)
        {
            _store.Clock.Advance(TimeSpan.FromMilliseconds(1));
            Assert.True(
                await Tokens.RedeemAsync(
                    (await Tokens.FindAsync(last, default))!,
                    [Access("a" + i), Access("r" + i) with { Kind = TokenKind.Refresh, ExpiresAt = Family.ExpiresAt }],
                    default
                )
            );
            last = "r" + i;
        }

        Assert.InRange(await CountAsync(), 1, ITokenStore.UsedTokensOfFamily + ITokenStore.AccessTokensOfFamily + 51);
        Assert.Null(await Tokens.FindAsync("r0", default));
        Assert.NotNull((await Tokens.FindAsync("r798", default))!.Token.UsedAt);
        Assert.Null((await Tokens.FindAsync("r799", default))!.Token.UsedAt);
        Assert.NotNull(await Tokens.FindAsync("a799", default));
        Assert.False(await Tokens.RedeemAsync((await Tokens.FindAsync("r500", default))!, [], default));
        Assert.NotNull((await Tokens.FindAsync("r799", default))!.Family.EndedAt);

        Task<int> CountAsync() => _store.Store.ReadAsync("contoso", scope => scope.Tokens.CountAsync(), default);
    }

    [Fact]
    public async Task TokenFamily_OverTheSessionLimit_RemovesTheOldest()
    {
        for (var i = 0; i < ITokenStore.FamiliesOfSession + 1; i++)
        {
            await Tokens.AddAsync(
                Family with
                {
                    Id = "f" + i,
                    CreatedAt = Family.CreatedAt.AddSeconds(i),
                },
                Code with
                {
                    Hash = "c" + i,
                    FamilyId = "f" + i,
                },
                default
            );
        }

        Assert.Null(await Tokens.FindAsync("c0", default));
        Assert.NotNull(await Tokens.FindAsync("c1", default));
    }

    [Fact]
    public async Task TokenExchange_OneSuccessorFails_AddsNone()
    {
        await Tokens.AddAsync(Family, Code, default);
        var match = (await Tokens.FindAsync(Code.Hash, default))!;
        await Assert.ThrowsAnyAsync<Exception>(() => Tokens.RedeemAsync(match, [Access("a1"), Access("a1")], default));
        Assert.Null((await Tokens.FindAsync(Code.Hash, default))!.Token.UsedAt);
        Assert.Null(await Tokens.FindAsync("a1", default));
        Assert.True(await Tokens.RedeemAsync(match, [Access("a1"), Access("a2")], default));
        Assert.Equal(_store.Clock.GetUtcNow(), (await Tokens.FindAsync(Code.Hash, default))!.Token.UsedAt);
        Assert.NotNull(await Tokens.FindAsync("a2", default));
    }

    [Fact]
    public async Task TokenFamily_Ended_IsKnownHereAtOnceAndElsewhereWithinTwoSeconds()
    {
        await using var other = _store.Another();
        await Tokens.AddAsync(Family, Code, default);
        await Tokens.RedeemAsync((await Tokens.FindAsync(Code.Hash, default))!, [Access("a1")], default);
        Assert.Null((await Tokens.FindAsync("a1", default))!.Family.EndedAt);
        Assert.Null((await Of(other).FindAsync("a1", default))!.Family.EndedAt);
        await Tokens.EndAsync(Family, TokenFamilyEndCause.Mismatched, default);
        Assert.NotNull((await Tokens.FindAsync("a1", default))!.Family.EndedAt);
        _store.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.NotNull((await Of(other).FindAsync("a1", default))!.Family.EndedAt);
    }

    [Fact]
    public async Task AccessToken_InUse_NeedsNoQuery()
    {
        await Tokens.AddAsync(Family, Code, default);
        await Tokens.RedeemAsync((await Tokens.FindAsync(Code.Hash, default))!, [Access("a1")], default);
        await Tokens.FindAsync("a1", default);
        _store.Log.Clear();
        for (var i = 0; i < 10; i++)
        {
            Assert.NotNull(await Tokens.FindAsync("a1", default));
        }

        Assert.Empty(_store.Log.Commands);
        await Tokens.FindAsync(Code.Hash, default);
        Assert.Single(_store.Log.Commands);
    }

    [Fact]
    public async Task Cleaning_TokenExpiredForADay_IsDeleted()
    {
        await Tokens.AddAsync(Family, Code, default);
        await Tokens.RedeemAsync(
            (await Tokens.FindAsync(Code.Hash, default))!,
            [Access("refresh") with { Kind = TokenKind.Refresh, ExpiresAt = Family.ExpiresAt }],
            default
        );
        _store.Clock.Advance(TimeSpan.FromHours(31));
        await _store.Cleaner.CleanAsync(default);
        Assert.Null(await Tokens.FindAsync(Code.Hash, default));
        Assert.NotNull(await Tokens.FindAsync("refresh", default));
        _store.Clock.Advance(TimeSpan.FromHours(2));
        await _store.Cleaner.CleanAsync(default);
        await using var context = await _store.OpenAsync();
        Assert.Empty(await context.Set<TokenRow>().IgnoreQueryFilters().ToListAsync());
        Assert.Empty(await context.Set<TokenFamilyRow>().IgnoreQueryFilters().ToListAsync());
    }

    [Fact]
    public async Task TokenFamily_StartAndEnd_AreAuditedWithTheirCause()
    {
        await Tokens.AddAsync(Family, Code, default);
        await Tokens.EndAsync(Family, TokenFamilyEndCause.Reused, default);
        await Tokens.EndAsync(Family, TokenFamilyEndCause.Reused, default);
        var entries = await _store.Audit.ListAsync("contoso", before: null, 10, default);
        Assert.Equal([(AuditActions.TokensEnded, "Reused"), (AuditActions.TokensStarted, null)], entries.Select(e => (e.Action, e.Code)));
        Assert.All(entries, e => Assert.Equal(("u1", Family.Session), (e.Actor, e.Target)));
    }

    internal static ITokenStore Of(TestStore store) => store.Services.GetRequiredService<ITokenStore>();

    /// <summary>Half of the calls at each node.</summary>
    internal static async Task RaceAsync(TestStore here, TestStore there)
    {
        var match = (await Of(here).FindAsync(Code.Hash, default))!;
        var results = await Task.WhenAll(
            Enumerable
                .Range(0, 16)
                .Select(i => Task.Run(() => Of(i % 2 == 0 ? here : there).RedeemAsync(match, [Access("a" + i)], default)))
        );
        Assert.Single(results, won => won);
        var winner = Array.IndexOf(results, true);
        Assert.NotNull((await Of(here).FindAsync("a" + winner, default))!.Family.EndedAt);
        Assert.Null(await Of(here).FindAsync("a" + ((winner + 1) % 16), default));
    }

    internal static TokenFamily Family =>
        new()
        {
            Id = "f1",
            Organization = "Contoso",
            Session = SessionReference.FromId("s1"),
            UserId = "u1",
            ClientId = "test client",
            CreatedAt = TestClock.Now,
            ExpiresAt = TestClock.Now.AddHours(8),
        };

    internal static StoredToken Code =>
        new()
        {
            Hash = "c1",
            FamilyId = "f1",
            Kind = TokenKind.Code,
            SealedSession = "sealed",
            ExpiresAt = TestClock.Now.AddSeconds(60),
            RedirectUri = "http://127.0.0.1:1/",
            CodeChallenge = "challenge",
        };

    internal static StoredToken Access(string hash) =>
        new()
        {
            Hash = hash,
            FamilyId = "f1",
            Kind = TokenKind.Access,
            SealedSession = "sealed",
            ExpiresAt = TestClock.Now.AddMinutes(10),
        };
}
