using Microsoft.EntityFrameworkCore;
using SamlSp.AspNetCore;

namespace SamlSp.Directory;

/// <summary>
/// Last good metadata in the store. What changed is decided against the row, so that several nodes that read the same document write one
/// audit entry.
/// </summary>
internal sealed class MetadataStore(Store store, StoreReadiness readiness, StoreSettings settings) : IMetadataStore
{
    /// <inheritdoc />
    public async Task<StoredMetadata?> FindAsync(string organization, CancellationToken cancellationToken) =>
        readiness.IsReady
            ? (await FindRowAsync(organization, cancellationToken))?.ToMetadata()
            : await FindAsItIsAsync(organization, cancellationToken);

    /// <inheritdoc />
    public async Task SaveAsync(StoredMetadata metadata, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        var isSaved = false;
        while (!isSaved)
        {
            // Another node may be first with either: then there is another row to compare with.
            isSaved = await TrySaveUnchangedAsync(metadata, cancellationToken) || await TrySaveChangedAsync(metadata, cancellationToken);
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
            var batch = new StatementBatch();
            batch.Add(OrganizationScope.Key(organization), MetadataSql.Find);
            return (await store.ReadAsItIsAsync(batch, cancellationToken))[0].Rows is [var row]
                ? MetadataSql.ToRow(organization, row).ToMetadata()
                : null;
        }
        catch (Exception e) when (StoreErrors.IsStoreFault(e))
        {
            settings.ForgetConnections();
            return null;
        }
    }

    /// <summary>Saves what is the first of its organization, or has the keys of the row: there is nothing to say about it.</summary>
    private async Task<bool> TrySaveUnchangedAsync(StoredMetadata metadata, CancellationToken cancellationToken)
    {
        var (next, batch) = (MetadataRow.From(metadata), new StatementBatch());
        if (await FindRowAsync(metadata.Organization, cancellationToken) is not { } row)
        {
            batch.Add(
                next.Organization,
                MetadataSql.AddFirst,
                next.OrganizationName,
                next.Source,
                next.Document,
                next.ReadAt,
                next.Keys,
                next.WithdrawnKeys,
                next.KeysChangedAt
            );
        }
        else if (
            row.Source != metadata.Source
            || MetadataKeyChange.Between(row.ToMetadata(), metadata.Keys).IsChange
            || (row.Keys, row.WithdrawnKeys) != (next.Keys, next.WithdrawnKeys)
        )
        {
            return false;
        }
        else
        {
            batch.Add(
                next.Organization,
                MetadataSql.Renew,
                next.Source,
                next.Document,
                next.ReadAt,
                row.ReadAt,
                row.Keys,
                row.WithdrawnKeys
            );
        }

        return (await store.WriteAsync(batch, cancellationToken))[0].HasWritten;
    }

    private async Task<MetadataRow?> FindRowAsync(string organization, CancellationToken cancellationToken) =>
        await store.ReadAsync(organization, MetadataSql.Find, [], cancellationToken) is [var row]
            ? MetadataSql.ToRow(organization, row)
            : null;

    /// <summary>Saves what has other keys than the row, and says so; false if there is no row.</summary>
    private Task<bool> TrySaveChangedAsync(StoredMetadata metadata, CancellationToken cancellationToken) =>
        store.WriteAsync(
            metadata.Organization,
            AuditActors.System,
            async scope =>
            {
                await scope.LockMetadataAsync(cancellationToken);
                if (await scope.Metadata.FirstOrDefaultAsync(cancellationToken) is not { } row)
                {
                    return false;
                }

                if (row.Source == metadata.Source)
                {
                    AuditChange(scope, MetadataKeyChange.Between(row.ToMetadata(), metadata.Keys));
                }

                var next = MetadataRow.From(metadata);
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
            },
            cancellationToken
        );

    private static void AuditChange(OrganizationScope scope, MetadataKeyChange change)
    {
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
    }
}
