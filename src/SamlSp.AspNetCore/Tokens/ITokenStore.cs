namespace SamlSp.AspNetCore;

/// <summary>
/// Keeps the API tokens of sessions. <see cref="InMemoryTokenStore"/> for one process; SamlSp.Directory for several nodes, and across
/// restarts. It does not know whether the session of a token is live: <see cref="ISessionStore"/> is asked at every use.
/// </summary>
internal interface ITokenStore
{
    /// <summary>
    /// How long tokens and families can be found after they expired, so that the reason can be shown and a second use be detected.
    /// </summary>
    static readonly TimeSpan Remembered = TimeSpan.FromDays(1);

    /// <summary>
    /// The number of used refresh tokens of a family that are kept. A second use of one of these is detected; older ones are unknown.
    /// </summary>
    const int UsedTokensOfFamily = 500;

    /// <summary>The number of valid access tokens of a family; each further one removes the oldest.</summary>
    const int AccessTokensOfFamily = 100;

    /// <summary>The number of families of a session; each further one removes the oldest.</summary>
    const int FamiliesOfSession = 50;

    /// <summary>Adds a family with its code.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be reached, or is full.</exception>
    Task AddAsync(TokenFamily family, StoredToken code, CancellationToken cancellationToken);

    /// <summary>
    /// Finds a token by its hash, also one that has expired within the last day, was used, or whose family has ended; null otherwise. An
    /// access token may be answered from memory: the end of its family is then known within two seconds.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    ValueTask<TokenMatch?> FindAsync(string hash, CancellationToken cancellationToken);

    /// <summary>
    /// Exchanges a code or refresh token for its successors, atomically among all nodes. If it was used before, its family ends instead
    /// (<see cref="TokenFamilyEndCause.Reused"/>), and the result is false.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The store cannot be reached, or is full.</exception>
    Task<bool> RedeemAsync(TokenMatch match, IReadOnlyList<StoredToken> successors, CancellationToken cancellationToken);

    /// <summary>Ends a family.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    Task EndAsync(TokenFamily family, TokenFamilyEndCause cause, CancellationToken cancellationToken);
}
