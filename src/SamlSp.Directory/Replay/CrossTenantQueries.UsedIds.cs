using Microsoft.EntityFrameworkCore;

namespace SamlSp.Directory;

internal sealed partial class CrossTenantQueries
{
    /// <summary>Records an ID as used; false when it was recorded before.</summary>
    public async Task<bool> TryAddUsedIdAsync(string issuer, string id, DateTimeOffset keepUntil, CancellationToken cancellationToken) =>
        await _context.Database.ExecuteSqlAsync(
            $"INSERT INTO used_ids (issuer, id, keep_until) VALUES ({issuer}, {id}, {keepUntil.UtcTicks}) ON CONFLICT DO NOTHING",
            cancellationToken
        ) == 1;

    /// <summary>Whether an ID was recorded as used.</summary>
    public Task<bool> HasUsedIdAsync(string issuer, string id, CancellationToken cancellationToken) =>
        _context.Set<UsedIdRow>().AnyAsync(u => u.Issuer == issuer && u.Id == id, cancellationToken);

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
