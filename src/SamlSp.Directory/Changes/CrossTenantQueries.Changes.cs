using Microsoft.EntityFrameworkCore;

namespace SamlSp.Directory;

internal sealed partial class CrossTenantQueries
{
    /// <summary>Changes from a number on, that one included, in order.</summary>
    public Task<List<ChangeRow>> ChangesAsync(long from, int limit, CancellationToken cancellationToken) =>
        _context
            .Set<ChangeRow>()
            .AsNoTracking()
            .Where(c => c.Number >= from)
            .OrderBy(c => c.Number)
            .Take(limit)
            .ToListAsync(cancellationToken);

    /// <summary>The newest change's number; 0 when the table was emptied, which the store itself never does.</summary>
    public async Task<long> NewestChangeAsync(CancellationToken cancellationToken) =>
        await _context.Set<ChangeRow>().MaxAsync(c => (long?)c.Number, cancellationToken) ?? 0;

    /// <summary>Deletes one batch of changes by age. The newest one stays: readers know by it that they have lost nothing.</summary>
    private async Task<int> CleanChangesAsync(DateTimeOffset olderThan, int limit, CancellationToken cancellationToken)
    {
        var newest = await NewestChangeAsync(cancellationToken);
        return await _context
            .Set<ChangeRow>()
            .Where(c => c.At < olderThan && c.Number < newest)
            .OrderBy(c => c.Number)
            .Take(limit)
            .ExecuteDeleteAsync(cancellationToken);
    }
}
