using Microsoft.EntityFrameworkCore;

namespace SamlSp.Directory;

internal sealed partial class CrossTenantQueries
{
    /// <summary>No session lasts longer than this.</summary>
    private static readonly TimeSpan LongestSession = TimeSpan.FromDays(31);

    /// <summary>Deletes one batch of last uses, of sessions that must have ended.</summary>
    private Task<int> CleanSessionUsesAsync(DateTimeOffset olderThan, int limit, CancellationToken cancellationToken)
    {
        var ended = olderThan - LongestSession;
        return _context
            .Set<SessionUseRow>()
            .TagWith("store-wide: last uses of sessions by age")
            .IgnoreQueryFilters()
            .OrderBy(u => u.UsedAt)
            .Take(limit)
            .Where(u => u.UsedAt < ended)
            .ExecuteDeleteAsync(cancellationToken);
    }

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
