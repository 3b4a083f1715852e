using Microsoft.EntityFrameworkCore;

namespace SamlSp.Directory;

internal sealed partial class CrossTenantQueries
{
    /// <summary>The trial sign-in with an ID, which is a secret. The row says the organization.</summary>
    public Task<TrialSignInRow?> FindTrialSignInAsync(string id, CancellationToken cancellationToken) =>
        _context
            .Set<TrialSignInRow>()
            .TagWith("store-wide: trial sign-in by its secret")
            .IgnoreQueryFilters()
            .AsNoTracking()
            .FirstOrDefaultAsync(t => t.Id == id, cancellationToken);

    /// <summary>Deletes one batch of old trial sign-ins.</summary>
    public Task<int> CleanTrialSignInsAsync(DateTimeOffset olderThan, int limit, CancellationToken cancellationToken) =>
        _context
            .Set<TrialSignInRow>()
            .TagWith("store-wide: trial sign-ins by age")
            .IgnoreQueryFilters()
            .Where(t => t.CreatedAt < olderThan)
            .OrderBy(t => t.CreatedAt)
            .Take(limit)
            .ExecuteDeleteAsync(cancellationToken);
}
