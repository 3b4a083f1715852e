using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace SamlSp.AspNetCore;

/// <summary>
/// Keeps good metadata in the store, and finds it there when it cannot be read at start. What is read during the start is saved when the
/// start is found to be good: one that is refused leaves the store as it was.
/// </summary>
internal sealed class LastKnownGoodMetadata(IMetadataStore store, ILogger<LastKnownGoodMetadata> logger)
{
    /// <summary>What was read during the start; null when that is over.</summary>
    private ConcurrentQueue<StoredMetadata>? _held = new();

    /// <summary>The keys of each organization that the log has named last.</summary>
    private readonly ConcurrentDictionary<string, string> _said = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// The stored metadata of an organization from exactly this source; null if there is none, or the store does not answer.
    /// </summary>
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

    /// <summary>Keeps metadata that was read, and logs changes of keys. If the store fails, the metadata is used nevertheless.</summary>
    /// <returns>The instant of the last change of keys; null if unknown.</returns>
    public async Task<DateTimeOffset?> KeepAsync(StoredMetadata read, CancellationToken cancellationToken)
    {
        try
        {
            var before = await store.FindAsync(read.Organization, cancellationToken);
            var next = MetadataKeyChange.Next(before, read);
            if (before?.Source == read.Source)
            {
                Say(read, MetadataKeyChange.Between(before, read.Keys));
            }

            if (_held is { } held)
            {
                held.Enqueue(next);
            }
            else
            {
                await store.SaveAsync(next, cancellationToken);
            }

            return next.KeysChangedAt;
        }
        catch (Exception e) when (e is StoreUnavailableException or SamlSpConfigurationException)
        {
            logger.MetadataNotKept(read.Organization, e.Message);
            return null;
        }
    }

    /// <summary>Saves what was read during a start that is not refused.</summary>
    public async Task SaveHeldAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _held, null) is { } held)
        {
            await Task.WhenAll(held.Select(read => SaveAsync(read, cancellationToken)));
        }
    }

    private async Task SaveAsync(StoredMetadata read, CancellationToken cancellationToken)
    {
        try
        {
            await store.SaveAsync(read, cancellationToken);
        }
        catch (Exception e) when (e is StoreUnavailableException or SamlSpConfigurationException)
        {
            logger.MetadataNotKept(read.Organization, e.Message);
        }
    }

    private void Say(StoredMetadata read, MetadataKeyChange change)
    {
        // A change that could not be kept is found again at the next reading.
        var keys = string.Join(' ', read.Keys);
        if (!change.IsChange || (_said.TryGetValue(read.Organization, out var said) && said == keys))
        {
            return;
        }

        _said[read.Organization] = keys;

        logger.SigningKeysChanged(read.Organization, keys);
        if (change.Returned.Count > 0)
        {
            logger.WithdrawnKeysReturned(read.Organization, string.Join(' ', change.Returned));
        }
    }
}
