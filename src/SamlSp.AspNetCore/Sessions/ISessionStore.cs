namespace SamlSp.AspNetCore;

/// <summary>
/// Keeps sessions. <see cref="InMemorySessionStore"/> for one process; SamlSp.Directory for several nodes, and across restarts.
/// </summary>
public interface ISessionStore
{
    /// <summary>Adds a session.</summary>
    Task AddAsync(Session session, CancellationToken cancellationToken);

    /// <summary>
    /// Finds a session by its ID, also one that ended or expired within the last day, so that the reason can be shown; null otherwise.
    /// Called on each request, and once a second for each connection that is open: answers from memory if nothing changed.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The session is not in the cache, and the store does not answer.</exception>
    ValueTask<Session?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>
    /// The live sessions that match, newest first. A durable store does not know their IDs: <see cref="Session.Id"/> is then the <see
    /// cref="SessionReference"/>, which <see cref="SessionSelector.Id"/> accepts as well.
    /// </summary>
    Task<IReadOnlyList<Session>> ListAsync(SessionSelector selector, CancellationToken cancellationToken);

    /// <summary>Ends the live sessions that match, on every node; returns their number.</summary>
    Task<int> EndAsync(SessionSelector selector, SessionEndCause cause, CancellationToken cancellationToken);
}
