using System.Collections.Concurrent;

namespace SamlSp.AspNetCore;

/// <summary>Last known good metadata of one process; lost when it stops.</summary>
internal sealed class InMemoryMetadataStore : IMetadataStore
{
    private readonly ConcurrentDictionary<string, StoredMetadata> _all = new(StringComparer.OrdinalIgnoreCase);

    /// <inheritdoc />
    public Task<StoredMetadata?> FindAsync(string organization, CancellationToken cancellationToken) =>
        Task.FromResult(_all.GetValueOrDefault(organization));

    /// <inheritdoc />
    public Task SaveAsync(StoredMetadata metadata, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        _all[metadata.Organization] = metadata;
        return Task.CompletedTask;
    }
}
