using Microsoft.EntityFrameworkCore;

namespace SamlSp.Directory;

internal sealed partial class CrossTenantQueries
{
    /// <summary>The session with a reference. The caller has the session's ID, which is a secret; the row says the organization.</summary>
    public Task<SessionRow?> FindSessionAsync(string reference, CancellationToken cancellationToken) =>
        _context
            .Set<SessionRow>()
            .TagWith("store-wide: session by its secret")
            .IgnoreQueryFilters()
            .AsNoTracking()
            .FirstOrDefaultAsync(s => s.Reference == reference, cancellationToken);

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
