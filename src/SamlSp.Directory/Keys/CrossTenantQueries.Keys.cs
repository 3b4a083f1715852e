using Microsoft.EntityFrameworkCore;

namespace SamlSp.Directory;

internal sealed partial class CrossTenantQueries
{
    /// <summary>All data protection keys, oldest first.</summary>
    public Task<List<KeyRow>> KeysAsync(CancellationToken cancellationToken) =>
        _context.Set<KeyRow>().AsNoTracking().OrderBy(k => k.CreatedAt).ThenBy(k => k.Id).ToListAsync(cancellationToken);

    /// <summary>Adds a data protection key.</summary>
    public async Task AddKeyAsync(KeyRow key, CancellationToken cancellationToken)
    {
        _context.Add(key);
        await _context.SaveChangesAsync(cancellationToken);
    }
}
