using SamlSp.Claims;

namespace SamlSp.AspNetCore;

/// <summary>
/// Keeps sign-ins. <see cref="SignInStore"/> does so by the stores that an application can replace, one after the other; SamlSp.Directory
/// in one transaction.
/// </summary>
internal interface ISignInStore
{
    /// <summary>Finds who signs in.</summary>
    /// <param name="organization">The organization.</param>
    /// <param name="identity">Whom the rules say that it is.</param>
    /// <param name="ids">The IDs of the message, which must not have been used.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    Task<SignInCandidate> FindAsync(
        Organization organization,
        SignInIdentity identity,
        IReadOnlyList<OneTimeId> ids,
        CancellationToken cancellationToken
    );

    /// <summary>Keeps a sign-in: its IDs as used, the user, and the session. Either all of that or nothing.</summary>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    Task<SignInKept> KeepAsync(SignInCandidate candidate, Session session, CancellationToken cancellationToken);

    /// <summary>Records the IDs of a refused sign-in as used, and what the store refused it for.</summary>
    /// <param name="ids">The IDs of the message.</param>
    /// <param name="candidate">What <see cref="FindAsync"/> gave; null when it came not so far.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>An ID that was used before; null when none was.</returns>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    Task<OneTimeId?> RefuseAsync(IReadOnlyList<OneTimeId> ids, SignInCandidate? candidate, CancellationToken cancellationToken);
}
