using Microsoft.EntityFrameworkCore;
using SamlSp.AspNetCore;

namespace SamlSp.Directory;

/// <summary>
/// Last good metadata in the store. What changed is decided against the row, so that several nodes that read the same document write one
/// audit entry.
/// </summary>
internal sealed class MetadataStore(
    Store store,
    StoreReadiness readiness,
    IDbContextFactory<DirectoryContext> contexts,
    StoreSettings settings,
    TimeProvider clock
) : IMetadataStore
{
    /// <inheritdoc />
    public Task<StoredMetadata?> FindAsync(string organization, CancellationToken cancellationToken) =>
        readiness.IsReady
            ? store.ReadAsync(organization, scope => FindRowAsync(scope, cancellationToken), cancellationToken)
            : FindAsItIsAsync(organization, cancellationToken);

    /// <inheritdoc />
    public async Task SaveAsync(StoredMetadata metadata, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await store.WriteAsync(
                    metadata.Organization,
                    AuditActors.System,
                    scope => SaveAsync(scope, metadata, cancellationToken),
                    cancellationToken
                );
                return;
            }
            catch (Exception e) when (attempt == 0 && StoreErrors.IsUniqueViolation(e))
            {
                // Another node was first; now there is a row to compare with.
            }
        }
    }

    /// <summary>
    /// Reads the store before its schema was brought up to date. There may be no file or no table yet; this table has not changed since its
    /// first version.
    /// </summary>
    private async Task<StoredMetadata?> FindAsItIsAsync(string organization, CancellationToken cancellationToken)
    {
        try
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            return await FindRowAsync(new(context, organization, settings, actor: null, clock.GetUtcNow()), cancellationToken);
        }
        catch (Exception e) when (StoreErrors.IsStoreFault(e))
        {
            settings.ForgetConnections();
            return null;
        }
    }

    private static async Task<StoredMetadata?> FindRowAsync(OrganizationScope scope, CancellationToken cancellationToken) =>
        (await scope.Metadata.AsNoTracking().FirstOrDefaultAsync(cancellationToken))?.ToMetadata();

    private static async Task<bool> SaveAsync(OrganizationScope scope, StoredMetadata metadata, CancellationToken cancellationToken)
    {
        await scope.LockMetadataAsync(cancellationToken);
        var next = MetadataRow.From(metadata);
        if (await scope.Metadata.FirstOrDefaultAsync(cancellationToken) is not { } row)
        {
            scope.Add(next);
            await scope.SaveAsync(cancellationToken);
            return true;
        }

        var change = MetadataKeyChange.Between(row.ToMetadata(), metadata.Keys);
        if (change.IsChange)
        {
            scope.Audit(
                AuditActions.SigningKeysChanged,
                target: null,
                new
                {
                    added = change.Added,
                    withdrawn = change.Withdrawn,
                    returned = change.Returned,
                },
                change.Returned.Count > 0 ? "withdrawn_keys_returned" : null
            );
        }

        (row.Source, row.Document, row.ReadAt, row.Keys, row.WithdrawnKeys, row.KeysChangedAt) = (
            next.Source,
            next.Document,
            next.ReadAt,
            next.Keys,
            next.WithdrawnKeys,
            next.KeysChangedAt
        );
        await scope.SaveAsync(cancellationToken);
        return true;
    }
}
