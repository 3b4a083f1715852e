using Microsoft.EntityFrameworkCore;
using SamlSp.AspNetCore;

namespace SamlSp.Directory;

internal sealed partial class CrossTenantQueries
{
    /// <summary>The token of a user who has it, with its family, whose organization the family itself says.</summary>
    public async Task<TokenMatch?> FindTokenAsync(string hash, CancellationToken cancellationToken)
    {
        var families = _context.Set<TokenFamilyRow>().AsNoTracking();
        var found = await _context
            .Set<TokenRow>()
            .TagWith("store-wide: token by its secret")
            .IgnoreQueryFilters()
            .AsNoTracking()
            .Where(t => t.Hash == hash)
            .Join(families, t => t.FamilyId, f => f.Id, (token, family) => new { token, family })
            .FirstOrDefaultAsync(cancellationToken);
        return found is null ? null : new(found.token.ToToken(), found.family.ToFamily());
    }

    /// <summary>Deletes one batch of tokens, and of families with what is left of them.</summary>
    private async Task<int> CleanTokensAsync(DateTimeOffset expiredBefore, int limit, CancellationToken cancellationToken)
    {
        var tokens = await _context
            .Set<TokenRow>()
            .TagWith("store-wide: tokens by age")
            .IgnoreQueryFilters()
            .Where(t => t.ExpiresAt < expiredBefore)
            .OrderBy(t => t.ExpiresAt)
            .Take(limit)
            .ExecuteDeleteAsync(cancellationToken);
        return tokens
            + await _context
                .Set<TokenFamilyRow>()
                .TagWith("store-wide: token families by age")
                .IgnoreQueryFilters()
                .Where(f => f.ExpiresAt < expiredBefore)
                .OrderBy(f => f.ExpiresAt)
                .Take(limit)
                .ExecuteDeleteAsync(cancellationToken);
    }
}
