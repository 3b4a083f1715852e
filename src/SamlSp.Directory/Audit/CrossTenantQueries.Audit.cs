using Microsoft.EntityFrameworkCore;

namespace SamlSp.Directory;

internal sealed partial class CrossTenantQueries
{
    /// <summary>Deletes one batch of audit entries by age. They are numbered in the order of their instants.</summary>
    private Task<int> CleanAuditEntriesAsync(DateTimeOffset olderThan, int limit, CancellationToken cancellationToken) =>
        _context
            .Set<AuditRow>()
            .TagWith("store-wide: audit entries by age")
            .IgnoreQueryFilters()
            .OrderBy(e => e.Number)
            .Take(limit)
            .Where(e => e.At < olderThan)
            .ExecuteDeleteAsync(cancellationToken);
}
