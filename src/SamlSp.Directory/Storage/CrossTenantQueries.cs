using Microsoft.EntityFrameworkCore;

namespace SamlSp.Directory;

/// <summary>
/// What belongs to no organization, and the few queries that span all: each is a method here and carries the tag <c>store-wide</c> in its
/// SQL. What they find in organizations' rows is asked for by a secret, or deleted by age.
/// </summary>
internal sealed partial class CrossTenantQueries
{
    private readonly DirectoryContext _context;

    internal CrossTenantQueries(DirectoryContext context)
    {
        _context = context;
        context.Organization = "";
    }

    /// <summary>Does nothing but reach the database.</summary>
    public Task PingAsync(CancellationToken cancellationToken) =>
        _context.Database.SqlQueryRaw<int>("SELECT COUNT(*) AS \"Value\" FROM schema_history").SingleAsync(cancellationToken);

    /// <summary>The session of somebody who has its ID, whose organization the session itself says.</summary>
    public Task<SessionRow?> FindSessionAsync(string reference, CancellationToken cancellationToken) =>
        _context
            .Set<SessionRow>()
            .TagWith("store-wide: session by its secret")
            .IgnoreQueryFilters()
            .AsNoTracking()
            .FirstOrDefaultAsync(s => s.Reference == reference, cancellationToken);

    /// <summary>Notes an ID as used; false when it was there.</summary>
    public async Task<bool> TryAddUsedIdAsync(string issuer, string id, DateTimeOffset keepUntil, CancellationToken cancellationToken) =>
        await _context.Database.ExecuteSqlAsync(
            $"INSERT INTO used_ids (issuer, id, keep_until) VALUES ({issuer}, {id}, {keepUntil.UtcTicks}) ON CONFLICT DO NOTHING",
            cancellationToken
        ) == 1;

    /// <summary>All data protection keys.</summary>
    public Task<List<KeyRow>> KeysAsync(CancellationToken cancellationToken) =>
        _context.Set<KeyRow>().AsNoTracking().OrderBy(k => k.CreatedAt).ThenBy(k => k.Id).ToListAsync(cancellationToken);

    /// <summary>Adds a data protection key.</summary>
    public async Task AddKeyAsync(KeyRow key, CancellationToken cancellationToken)
    {
        _context.Add(key);
        await _context.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Changes from a number on, that one included, in order.</summary>
    public Task<List<ChangeRow>> ChangesAsync(long from, int limit, CancellationToken cancellationToken) =>
        _context
            .Set<ChangeRow>()
            .AsNoTracking()
            .Where(c => c.Number >= from)
            .OrderBy(c => c.Number)
            .Take(limit)
            .ToListAsync(cancellationToken);

    /// <summary>The newest change's number; there always is one, unless somebody emptied the table.</summary>
    public async Task<long> NewestChangeAsync(CancellationToken cancellationToken) =>
        await _context.Set<ChangeRow>().MaxAsync(c => (long?)c.Number, cancellationToken) ?? 0;

    /// <summary>Deletes one batch of what is past its time; returns how many rows went.</summary>
    public async Task<int> CleanAsync(StoreAges ages, int limit, CancellationToken cancellationToken)
    {
        var used = await _context
            .Set<UsedIdRow>()
            .TagWith("store-wide: used IDs by age")
            .Where(u => u.KeepUntil < ages.UsedIds)
            .OrderBy(u => u.KeepUntil)
            .Take(limit)
            .ExecuteDeleteAsync(cancellationToken);
        var sessions = await _context
            .Set<SessionRow>()
            .TagWith("store-wide: sessions by age")
            .IgnoreQueryFilters()
            .Where(s => s.ExpiresAt < ages.Sessions)
            .OrderBy(s => s.ExpiresAt)
            .Take(limit)
            .ExecuteDeleteAsync(cancellationToken);
        var audit = await _context
            .Set<AuditRow>()
            .TagWith("store-wide: audit entries by age")
            .IgnoreQueryFilters()
            .Where(e => e.At < ages.AuditEntries)
            .OrderBy(e => e.At)
            .Take(limit)
            .ExecuteDeleteAsync(cancellationToken);

        // The newest change stays: readers know by it that they have lost nothing.
        var newest = await NewestChangeAsync(cancellationToken);
        var changes = await _context
            .Set<ChangeRow>()
            .Where(c => c.At < ages.Changes && c.Number < newest)
            .OrderBy(c => c.Number)
            .Take(limit)
            .ExecuteDeleteAsync(cancellationToken);
        return used + sessions + audit + changes + await CleanTokensAsync(ages.Sessions, limit, cancellationToken);
    }
}
