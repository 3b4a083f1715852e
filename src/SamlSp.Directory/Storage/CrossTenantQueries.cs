using Microsoft.EntityFrameworkCore;

namespace SamlSp.Directory;

/// <summary>
/// What belongs to no organization, and the few queries that span all. Each is a method here, or in its feature's folder, and carries the
/// tag <c>store-wide</c> in its SQL. Organizations' rows are found by a secret, or deleted by age.
/// </summary>
internal sealed partial class CrossTenantQueries
{
    private readonly DirectoryContext _context;

    internal CrossTenantQueries(DirectoryContext context)
    {
        _context = context;
        context.Organization = "";
    }

    /// <summary>Deletes one batch of each kind of row that is too old; returns how many rows were deleted.</summary>
    public async Task<int> CleanAsync(StoreAges ages, int limit, CancellationToken cancellationToken) =>
        await CleanUsedIdsAsync(ages.UsedIds, limit, cancellationToken)
        + await CleanSessionsAsync(ages.Sessions, limit, cancellationToken)
        + await CleanSessionUsesAsync(ages.Sessions, limit, cancellationToken)
        + await CleanAuditEntriesAsync(ages.AuditEntries, limit, cancellationToken)
        + await CleanChangesAsync(ages.Changes, limit, cancellationToken)
        + await CleanTokensAsync(ages.Sessions, limit, cancellationToken);
}
