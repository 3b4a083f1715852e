namespace SamlSp.AspNetCore;

/// <summary>Keeps sessions. <see cref="InMemorySessionStore"/> for one process; SamlSp.Directory for more, and across restarts.</summary>
public interface ISessionStore
{
    /// <summary>Adds a session.</summary>
    Task AddAsync(Session session, CancellationToken cancellationToken);

    /// <summary>
    /// Finds a session by its ID, also one that has ended or run out within the last day (so that the reason can be told); null otherwise.
    /// Asked on each request: answers from memory when nothing changed.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The session is not known here, and the store cannot be asked.</exception>
    ValueTask<Session?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>
    /// The live sessions that are meant, newest first. A durable store does not know their IDs: <see cref="Session.Id"/> is then the
    /// <see cref="SessionReference"/>, which <see cref="SessionSelector.Id"/> takes as well.
    /// </summary>
    Task<IReadOnlyList<Session>> ListAsync(SessionSelector selector, CancellationToken cancellationToken);

    /// <summary>Ends the live sessions that are meant, on every node; returns how many.</summary>
    Task<int> EndAsync(SessionSelector selector, SessionEndCause cause, CancellationToken cancellationToken);
}
