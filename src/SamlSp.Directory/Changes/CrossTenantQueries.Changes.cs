using Microsoft.EntityFrameworkCore;

namespace SamlSp.Directory;

internal sealed partial class CrossTenantQueries
{
    /// <summary>Deletes one batch of changes by age. The newest one stays: readers know by it that they have lost nothing.</summary>
    private async Task<int> CleanChangesAsync(DateTimeOffset olderThan, int limit, CancellationToken cancellationToken)
    {
        var newest = await _context.Set<ChangeRow>().MaxAsync(c => (long?)c.Number, cancellationToken) ?? 0;
        return await _context
            .Set<ChangeRow>()
            .Where(c => c.At < olderThan && c.Number < newest)
            .OrderBy(c => c.Number)
            .Take(limit)
            .ExecuteDeleteAsync(cancellationToken);
    }
}
