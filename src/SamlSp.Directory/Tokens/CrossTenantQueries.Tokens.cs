using Microsoft.EntityFrameworkCore;

namespace SamlSp.Directory;

internal sealed partial class CrossTenantQueries
{
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
