using Microsoft.EntityFrameworkCore;
using SamlSp.AspNetCore;

namespace SamlSp.Directory;

internal sealed partial class OrganizationScope
{
    /// <summary>By how many tokens a family may be beyond its bounds before these are enforced.</summary>
    private const int TrimEvery = 50;

    /// <summary>Tokens.</summary>
    public IQueryable<TokenRow> Tokens => _context.Set<TokenRow>().AsNoTracking();

    /// <summary>Families of tokens.</summary>
    public IQueryable<TokenFamilyRow> TokenFamilies => _context.Set<TokenFamilyRow>().AsNoTracking();

    /// <summary>Takes a session's oldest families away, with their tokens, so that there is room for one more.</summary>
    public async Task TrimFamiliesAsync(TokenFamily family, CancellationToken cancellationToken)
    {
        var (user, session) = (family.UserId, family.Session);
        var ids = await TokenFamilies
            .Where(f => f.UserId == user && f.Session == session)
            .OrderByDescending(f => f.CreatedAt)
            .ThenBy(f => f.Id)
            .Select(f => f.Id)
            .Skip(ITokenStore.FamiliesOfSession - 1)
            .ToListAsync(cancellationToken);
        if (ids.Count > 0)
        {
            await TokenFamilies.Where(f => ids.Contains(f.Id)).ExecuteDeleteAsync(cancellationToken);
        }
    }

    /// <summary>
    /// Takes a family's oldest tokens away when there are many. A user who refreshes as fast as they can fills no store with it.
    /// </summary>
    public async Task TrimTokensAsync(string familyId, IReadOnlyList<string> newest, CancellationToken cancellationToken)
    {
        var family = Tokens.Where(t => t.FamilyId == familyId);
        if (await family.CountAsync(cancellationToken) <= ITokenStore.UsedTokensOfFamily + ITokenStore.AccessTokensOfFamily + TrimEvery)
        {
            return;
        }

        var old = await family
            .Where(t => t.UsedAt != null)
            .OrderByDescending(t => t.UsedAt)
            .ThenBy(t => t.Hash)
            .Select(t => t.Hash)
            .Skip(ITokenStore.UsedTokensOfFamily)
            .ToListAsync(cancellationToken);
        old.AddRange(
            await family
                .Where(t => t.Kind == TokenKind.Access && !newest.Contains(t.Hash))
                .OrderByDescending(t => t.ExpiresAt)
                .ThenBy(t => t.Hash)
                .Select(t => t.Hash)
                .Skip(ITokenStore.AccessTokensOfFamily - 1)
                .ToListAsync(cancellationToken)
        );
        await Tokens.Where(t => old.Contains(t.Hash)).ExecuteDeleteAsync(cancellationToken);
    }
}
