namespace SamlSp.AspNetCore;

/// <summary>
/// Keeps the last known good metadata of each organization, for a start without network. In memory by default, which is lost at a restart;
/// durable in SamlSp.Directory.
/// </summary>
internal interface IMetadataStore
{
    /// <summary>
    /// The last known good metadata of an organization; null if there is none. Does not make or change the store: a start that may yet be
    /// refused asks this.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The store cannot be asked.</exception>
    Task<StoredMetadata?> FindAsync(string organization, CancellationToken cancellationToken);

    /// <summary>
    /// Replaces the metadata of an organization. A durable store writes a change of keys into the audit trail, once for all nodes.
    /// </summary>
    /// <exception cref="StoreUnavailableException">It could not be written.</exception>
    Task SaveAsync(StoredMetadata metadata, CancellationToken cancellationToken);
}
