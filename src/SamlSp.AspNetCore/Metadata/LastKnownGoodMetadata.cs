using Microsoft.Extensions.Logging;

namespace SamlSp.AspNetCore;

/// <summary>Remembers good metadata in the store, and finds it there when a start cannot read any.</summary>
internal sealed class LastKnownGoodMetadata(IMetadataStore store, ILogger<LastKnownGoodMetadata> logger)
{
    /// <summary>What is stored for an organization from this very source; null when there is nothing, or the store cannot say.</summary>
    public async Task<StoredMetadata?> FindAsync(string organization, string source, CancellationToken cancellationToken)
    {
        try
        {
            return await store.FindAsync(organization, cancellationToken) is { } found && found.Source == source ? found : null;
        }
        catch (Exception e) when (e is StoreUnavailableException or SamlSpConfigurationException)
        {
            return null;
        }
    }

    /// <summary>Keeps a reading, and says what changed. A store that fails is no reason not to use what was read.</summary>
    /// <returns>When the keys last changed; null when that is not known.</returns>
    public async Task<DateTimeOffset?> KeepAsync(StoredMetadata read, CancellationToken cancellationToken)
    {
        try
        {
            var before = await store.FindAsync(read.Organization, cancellationToken);
            var next = MetadataKeyChange.Next(before, read);
            if (before is not null)
            {
                Say(read, MetadataKeyChange.Between(before, read.Keys));
            }

            await store.SaveAsync(next, cancellationToken);
            return next.KeysChangedAt;
        }
        catch (Exception e) when (e is StoreUnavailableException or SamlSpConfigurationException)
        {
            logger.MetadataNotKept(e, read.Organization);
            return null;
        }
    }

    private void Say(StoredMetadata read, MetadataKeyChange change)
    {
        if (!change.IsChange)
        {
            return;
        }

        logger.SigningKeysChanged(read.Organization, string.Join(' ', read.Keys));
        if (change.Returned.Count > 0)
        {
            logger.WithdrawnKeysReturned(read.Organization, string.Join(' ', change.Returned));
        }
    }
}
