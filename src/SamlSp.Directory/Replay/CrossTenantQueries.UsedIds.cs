using Microsoft.EntityFrameworkCore;

namespace SamlSp.Directory;

internal sealed partial class CrossTenantQueries
{
    /// <summary>Deletes one batch of used IDs by age.</summary>
    private Task<int> CleanUsedIdsAsync(DateTimeOffset keptUntilBefore, int limit, CancellationToken cancellationToken) =>
        _context
            .Set<UsedIdRow>()
            .TagWith("store-wide: used IDs by age")
            .Where(u => u.KeepUntil < keptUntilBefore)
            .OrderBy(u => u.KeepUntil)
            .Take(limit)
            .ExecuteDeleteAsync(cancellationToken);
}
