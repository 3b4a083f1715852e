namespace SamlSp.AspNetCore;

/// <summary>
/// How far the changes of each organization's tenant were read, and whose turn it is to read on: one process at a time.
/// <see cref="InMemoryGraphWatchStore"/>; SamlSp.Directory keeps it for all nodes.
/// </summary>
internal interface IGraphWatchStore
{
    /// <summary>Takes the turn to read, unless another process has it or had it within the interval.</summary>
    /// <param name="organization">The organization's name.</param>
    /// <param name="now">Now, UTC.</param>
    /// <param name="next">When the next turn is, UTC. A process that stops in the middle is replaced then.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>Whether it is this process's turn, and if so, the link to go on with; null to start anew.</returns>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    Task<(bool IsTaken, string? Link)> TryTakeTurnAsync(
        string organization,
        DateTimeOffset now,
        DateTimeOffset next,
        CancellationToken cancellationToken
    );

    /// <summary>Keeps how far this process has read, and its turn.</summary>
    /// <param name="organization">The organization's name.</param>
    /// <param name="link">The link to go on with; null to start anew.</param>
    /// <param name="next">When the next turn is, UTC.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    Task SaveAsync(string organization, string? link, DateTimeOffset next, CancellationToken cancellationToken);

    /// <summary>Of some users, those who may have live sessions.</summary>
    /// <param name="organization">The organization's name.</param>
    /// <param name="objectIds">Their object IDs, in lower case.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    Task<IReadOnlySet<string>> WithSessionsAsync(
        string organization,
        IReadOnlyCollection<string> objectIds,
        CancellationToken cancellationToken
    );
}
