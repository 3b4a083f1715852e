using Microsoft.EntityFrameworkCore;

namespace SamlSp.Directory;

internal sealed partial class CrossTenantQueries
{
    /// <summary>The attempt that a user has the reference number of, whose organization the attempt itself says.</summary>
    public Task<SignInTraceRow?> FindSignInTraceAsync(string reference, CancellationToken cancellationToken) =>
        _context
            .Set<SignInTraceRow>()
            .TagWith("store-wide: sign-in attempt by its reference")
            .IgnoreQueryFilters()
            .AsNoTracking()
            .FirstOrDefaultAsync(t => t.Reference == reference, cancellationToken);

    /// <summary>Deletes one batch of attempts by age, and forgets details whose time is over.</summary>
    public async Task<int> CleanSignInTracesAsync(
        DateTimeOffset olderThan,
        DateTimeOffset now,
        int limit,
        CancellationToken cancellationToken
    )
    {
        await _context
            .Set<SignInTraceRow>()
            .TagWith("store-wide: details of sign-in attempts by age")
            .IgnoreQueryFilters()
            .Where(t => t.DetailUntil <= now)
            .ExecuteUpdateAsync(
                set => set.SetProperty(t => t.Detail, (byte[]?)null).SetProperty(t => t.DetailUntil, (DateTimeOffset?)null),
                cancellationToken
            );
        return await _context
            .Set<SignInTraceRow>()
            .TagWith("store-wide: sign-in attempts by age")
            .IgnoreQueryFilters()
            .Where(t => t.At < olderThan)
            .OrderBy(t => t.At)
            .Take(limit)
            .ExecuteDeleteAsync(cancellationToken);
    }
}
