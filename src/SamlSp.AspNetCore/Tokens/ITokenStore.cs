namespace SamlSp.AspNetCore;

/// <summary>
/// Keeps the API tokens that sessions give. <see cref="InMemoryTokenStore"/> for one process; SamlSp.Directory for more, and across
/// restarts. Whether the session behind a token still holds is not its business: that is asked of <see cref="ISessionStore"/> at every use.
/// </summary>
internal interface ITokenStore
{
    /// <summary>
    /// For how long tokens and families can be found after they expired, so that the reason can be told and a second use be noticed.
    /// </summary>
    static readonly TimeSpan Remembered = TimeSpan.FromDays(1);

    /// <summary>
    /// How many used refresh tokens of a family are remembered: a second use of one of these is noticed, an older one is not known any
    /// more.
    /// </summary>
    const int UsedTokensOfFamily = 500;

    /// <summary>How many access tokens of a family are good at once; each further one takes the oldest away.</summary>
    const int AccessTokensOfFamily = 100;

    /// <summary>How many families a session has; each further one takes the oldest away.</summary>
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
    /// Exchanges a code or refresh token for its successors, atomically among all nodes. When it was used before, its family ends instead
    /// (<see cref="TokenFamilyEndCause.Reused"/>), and the answer is false.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The store cannot be reached, or is full.</exception>
    Task<bool> RedeemAsync(TokenMatch match, IReadOnlyList<StoredToken> successors, CancellationToken cancellationToken);

    /// <summary>Ends a family.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    Task EndAsync(TokenFamily family, TokenFamilyEndCause cause, CancellationToken cancellationToken);
}
