namespace SamlSp.AspNetCore;

/// <summary>Keeps what became of sign-in attempts. In memory by default, the newest 10,000; durable in SamlSp.Directory.</summary>
internal interface ISignInTraceStore
{
    /// <summary>Adds attempts.</summary>
    /// <exception cref="StoreUnavailableException">They could not be written.</exception>
    Task AddAsync(IReadOnlyList<SignInTraceEntry> entries, CancellationToken cancellationToken);

    /// <summary>
    /// Finds an attempt of whichever organization by its reference number; null when it is not known (any more). The caller asks who may
    /// see it.
    /// </summary>
    Task<SignInTraceEntry?> FindAsync(string reference, CancellationToken cancellationToken);

    /// <summary>
    /// Who an attempt of the organization was by, and what decided; null when that is not kept. The caller asks who may see it, and records
    /// that it was opened.
    /// </summary>
    Task<SignInTraceValues?> FindValuesAsync(string organization, string reference, CancellationToken cancellationToken);

    /// <summary>An organization's attempts in the order of the query; without <see cref="SignInTraceEntry.Detail"/>.</summary>
    Task<IReadOnlyList<SignInTraceEntry>> ListAsync(SignInTraceQuery query, CancellationToken cancellationToken);

    /// <summary>How many attempts a query means, its page aside; no more than the limit.</summary>
    Task<int> CountAsync(SignInTraceQuery query, int limit, CancellationToken cancellationToken);

    /// <summary>The attempts that sessions came from, by the session's reference. Those that are not known any more are left out.</summary>
    /// <param name="organization">The organization's name.</param>
    /// <param name="sessions">Sessions of the organization whose IDs are references, at most 200.</param>
    /// <param name="cancellationToken">Cancels.</param>
    Task<IReadOnlyDictionary<string, SignInTraceEntry>> FindOfSessionsAsync(
        string organization,
        IReadOnlyCollection<Session> sessions,
        CancellationToken cancellationToken
    );

    /// <summary>How many attempts there were for each hour and outcome, oldest hour first.</summary>
    /// <param name="organization">The organization's name.</param>
    /// <param name="from">The first hour, UTC.</param>
    /// <param name="before">The hour after the last, UTC.</param>
    /// <param name="cancellationToken">Cancels.</param>
    Task<IReadOnlyList<SignInTraceCount>> CountAsync(
        string organization,
        DateTimeOffset from,
        DateTimeOffset before,
        CancellationToken cancellationToken
    );

    /// <summary>Deletes attempts that are older, and details whose time is over; returns how many attempts went.</summary>
    Task<int> CleanAsync(DateTimeOffset olderThan, DateTimeOffset now, CancellationToken cancellationToken);
}
