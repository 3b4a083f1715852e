using Microsoft.EntityFrameworkCore;
using SamlSp.AspNetCore;

namespace SamlSp.Directory;

/// <summary>Tokens in the store, with access tokens in use kept in memory for a moment.</summary>
internal sealed class TokenStore(Store store, TokenCache cache, TimeProvider clock) : ITokenStore
{
    /// <inheritdoc />
    public Task AddAsync(TokenFamily family, StoredToken code, CancellationToken cancellationToken) =>
        store.WriteAsync(
            family.Organization,
            family.UserId,
            async scope =>
            {
                await scope.TrimFamiliesAsync(family, cancellationToken);
                scope.Add(TokenFamilyRow.From(family));
                scope.Add(TokenRow.From(code, family.Organization));
                scope.Audit(AuditActions.TokensStarted, family.Session);
                await scope.SaveAsync(cancellationToken);
                return true;
            },
            cancellationToken
        );

    /// <inheritdoc />
    public ValueTask<TokenMatch?> FindAsync(string hash, CancellationToken cancellationToken) =>
        cache.Find(hash) is { } found ? new(found) : new(LoadAsync(hash, cancellationToken));

    /// <inheritdoc />
    public async Task<bool> RedeemAsync(TokenMatch match, IReadOnlyList<StoredToken> successors, CancellationToken cancellationToken)
    {
        var (family, hash) = (match.Family, match.Token.Hash);
        var redeemed = await store.WriteAsync(
            family.Organization,
            family.UserId,
            async scope =>
            {
                // One statement decides who of several was first; the others wait for its transaction.
                var now = scope.Now;
                if (
                    await scope
                        .Tokens.Where(t => t.Hash == hash && t.UsedAt == null)
                        .ExecuteUpdateAsync(set => set.SetProperty(t => t.UsedAt, now), cancellationToken) == 0
                )
                {
                    await EndAsync(scope, family, TokenFamilyEndCause.Reused, cancellationToken);
                    return false;
                }

                foreach (var successor in successors)
                {
                    scope.Add(TokenRow.From(successor, family.Organization));
                }

                await scope.SaveAsync(cancellationToken);
                await scope.TrimTokensAsync(family.Id, [.. successors.Select(s => s.Hash)], cancellationToken);
                return true;
            },
            cancellationToken
        );
        if (!redeemed)
        {
            cache.Clear();
        }

        return redeemed;
    }

    /// <inheritdoc />
    public async Task EndAsync(TokenFamily family, TokenFamilyEndCause cause, CancellationToken cancellationToken)
    {
        await store.WriteAsync(
            family.Organization,
            family.UserId,
            async scope =>
            {
                await EndAsync(scope, family, cause, cancellationToken);
                return true;
            },
            cancellationToken
        );
        cache.Clear();
    }

    private static async Task EndAsync(
        OrganizationScope scope,
        TokenFamily family,
        TokenFamilyEndCause cause,
        CancellationToken cancellationToken
    )
    {
        var (id, now) = (family.Id, scope.Now);
        if (
            await scope
                .TokenFamilies.Where(f => f.Id == id && f.EndedAt == null)
                .ExecuteUpdateAsync(set => set.SetProperty(f => f.EndedAt, now), cancellationToken) == 0
        )
        {
            return;
        }

        scope.Audit(AuditActions.TokensEnded, family.Session, code: cause.ToString());

        // What is open with one of its tokens is asked about again, on every node.
        await scope.PublishSessionsAsync([family.Session], cancellationToken);
    }

    private async Task<TokenMatch?> LoadAsync(string hash, CancellationToken cancellationToken)
    {
        var (asked, generation) = (clock.GetTimestamp(), cache.Generation);
        var match = await TokenSql.FindAsync(store, hash, cancellationToken);
        if (match is null || match.Token.ExpiresAt + ITokenStore.Remembered < clock.GetUtcNow())
        {
            return null;
        }

        if (match is { Token.Kind: TokenKind.Access, Family.EndedAt: null })
        {
            cache.Add(match, asked, generation);
        }

        return match;
    }
}
