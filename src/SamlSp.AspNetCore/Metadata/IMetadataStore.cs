namespace SamlSp.AspNetCore;

/// <summary>
/// Keeps each organization's last good metadata, so that a start without network goes on with it. In memory by default, which helps nobody
/// across a restart; durable in SamlSp.Directory.
/// </summary>
internal interface IMetadataStore
{
    /// <summary>The last good metadata of an organization; null when there is none.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be asked.</exception>
    Task<StoredMetadata?> FindAsync(string organization, CancellationToken cancellationToken);

    /// <summary>
    /// Keeps metadata in the place of what was there. A durable store puts a change of keys into the audit trail, once among all nodes.
    /// </summary>
    /// <exception cref="StoreUnavailableException">It could not be written.</exception>
    Task SaveAsync(StoredMetadata metadata, CancellationToken cancellationToken);
}
