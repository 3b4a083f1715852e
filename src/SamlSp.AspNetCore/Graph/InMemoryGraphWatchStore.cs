using System.Collections.Concurrent;

namespace SamlSp.AspNetCore;

/// <summary>For one process: it starts anew when the process does, and every turn is its own.</summary>
internal sealed class InMemoryGraphWatchStore : IGraphWatchStore
{
    private readonly ConcurrentDictionary<string, string?> _links = new(StringComparer.OrdinalIgnoreCase);

    /// <inheritdoc />
    public Task<(bool IsTaken, string? Link)> TryTakeTurnAsync(
        string organization,
        DateTimeOffset now,
        DateTimeOffset next,
        CancellationToken cancellationToken
    ) => Task.FromResult((true, _links.GetValueOrDefault(organization)));

    /// <inheritdoc />
    public Task SaveAsync(string organization, string? link, DateTimeOffset next, CancellationToken cancellationToken)
    {
        _links[organization] = link;
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task<IReadOnlySet<string>> WithSessionsAsync(
        string organization,
        IReadOnlyCollection<string> objectIds,
        CancellationToken cancellationToken
    ) => Task.FromResult<IReadOnlySet<string>>(objectIds.ToHashSet(StringComparer.Ordinal));
}
