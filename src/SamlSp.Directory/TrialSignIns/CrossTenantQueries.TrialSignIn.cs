using Microsoft.EntityFrameworkCore;

namespace SamlSp.Directory;

internal sealed partial class CrossTenantQueries
{
    /// <summary>The test of somebody who has its ID, whose organization the test itself says.</summary>
    public Task<TrialSignInRow?> FindSignInTestAsync(string id, CancellationToken cancellationToken) =>
        _context
            .Set<TrialSignInRow>()
            .TagWith("store-wide: test sign-in by its secret")
            .IgnoreQueryFilters()
            .AsNoTracking()
            .FirstOrDefaultAsync(t => t.Id == id, cancellationToken);

    /// <summary>Deletes one batch of old test sign-ins.</summary>
    public Task<int> CleanSignInTestsAsync(DateTimeOffset olderThan, int limit, CancellationToken cancellationToken) =>
        _context
            .Set<TrialSignInRow>()
            .TagWith("store-wide: test sign-ins by age")
            .IgnoreQueryFilters()
            .Where(t => t.CreatedAt < olderThan)
            .OrderBy(t => t.CreatedAt)
            .Take(limit)
            .ExecuteDeleteAsync(cancellationToken);
}
