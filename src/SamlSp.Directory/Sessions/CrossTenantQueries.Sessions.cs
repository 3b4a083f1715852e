using Microsoft.EntityFrameworkCore;

namespace SamlSp.Directory;

internal sealed partial class CrossTenantQueries
{
    /// <summary>Deletes one batch of sessions by age.</summary>
    private Task<int> CleanSessionsAsync(DateTimeOffset expiredBefore, int limit, CancellationToken cancellationToken) =>
        _context
            .Set<SessionRow>()
            .TagWith("store-wide: sessions by age")
            .IgnoreQueryFilters()
            .Where(s => s.ExpiresAt < expiredBefore)
            .OrderBy(s => s.ExpiresAt)
            .Take(limit)
            .ExecuteDeleteAsync(cancellationToken);
}
