using Microsoft.EntityFrameworkCore;

namespace SamlSp.Directory;

internal sealed partial class OrganizationScope
{
    /// <summary>The last good metadata: one row at most, tracked.</summary>
    public IQueryable<MetadataRow> Metadata => _context.Set<MetadataRow>();

    /// <summary>Keeps other nodes from changing the row until the transaction ends. SQLite has one writer anyway.</summary>
    public Task LockMetadataAsync(CancellationToken cancellationToken) =>
        IsSqlite
            ? Task.CompletedTask
            : _context.Database.ExecuteSqlAsync(
                $"SELECT 1 FROM identity_provider_metadata WHERE organization = {Organization} FOR UPDATE",
                cancellationToken
            );
}
