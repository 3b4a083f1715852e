using Microsoft.EntityFrameworkCore;

namespace SamlSp.Directory;

internal sealed partial class CrossTenantQueries
{
    /// <summary>Deletes one batch of audit entries by age.</summary>
    private Task<int> CleanAuditEntriesAsync(DateTimeOffset olderThan, int limit, CancellationToken cancellationToken) =>
        _context
            .Set<AuditRow>()
            .TagWith("store-wide: audit entries by age")
            .IgnoreQueryFilters()
            .Where(e => e.At < olderThan)
            .OrderBy(e => e.At)
            .Take(limit)
            .ExecuteDeleteAsync(cancellationToken);
}
