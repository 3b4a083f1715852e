using SamlSp.Claims;

namespace SamlSp.AspNetCore;

/// <summary>
/// Keeps sign-ins in stores that know nothing of each other. The IDs are recorded first: whatever fails afterwards, the message counts no
/// second time.
/// </summary>
internal sealed class SignInStore(IUsedAssertionIds usedIds, IUserStore users, ISessionStore sessions) : ISignInStore
{
    /// <inheritdoc />
    public async Task<SignInCandidate> FindAsync(
        Organization organization,
        SignInIdentity identity,
        IReadOnlyList<OneTimeId> ids,
        CancellationToken cancellationToken
    )
    {
        if (await UseAsync(ids, cancellationToken) is { } used)
        {
            return new() { Used = used };
        }

        var found = await users.SignInAsync(organization, identity, cancellationToken);
        return new() { User = found.User, RefusalCode = found.RefusalCode };
    }

    /// <inheritdoc />
    public async Task<SignInKept> KeepAsync(SignInCandidate candidate, Session session, CancellationToken cancellationToken)
    {
        await sessions.AddAsync(session, cancellationToken);
        return SignInKept.Kept;
    }

    /// <inheritdoc />
    public async Task<OneTimeId?> RefuseAsync(
        IReadOnlyList<OneTimeId> ids,
        SignInCandidate? candidate,
        CancellationToken cancellationToken
    ) => candidate is null ? await UseAsync(ids, cancellationToken) : candidate.Used;

    private async Task<OneTimeId?> UseAsync(IReadOnlyList<OneTimeId> ids, CancellationToken cancellationToken)
    {
        foreach (var id in ids)
        {
            if (!await usedIds.TryAddAsync(id.Issuer, id.Id, id.KeepUntil, cancellationToken))
            {
                return id;
            }
        }

        return null;
    }
}
