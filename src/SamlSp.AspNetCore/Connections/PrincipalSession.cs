using System.Security.Claims;

namespace SamlSp.AspNetCore;

/// <summary>The session that a principal came from, for what outlives the request that authenticated it.</summary>
/// <param name="Session">The session; null if it is not known any more, or over.</param>
/// <param name="Token">The access token; null if it was the session's cookie.</param>
internal sealed record PrincipalSession(Session? Session, PresentedToken? Token)
{
    /// <summary>Finds it by our identity, or by the session's claim in another one; null for a principal without a session.</summary>
    /// <exception cref="StoreUnavailableException">The session could not be looked up.</exception>
    public static async ValueTask<PrincipalSession?> FindAsync(
        ClaimsPrincipal? user,
        ISessionStore sessions,
        TimeProvider clock,
        CancellationToken cancellationToken
    )
    {
        if (user?.Identities.OfType<SessionIdentity>().FirstOrDefault() is { } identity)
        {
            return new(identity.Session, identity.Token);
        }

        if (user?.FindFirst(SessionClaimTypes.SessionId)?.Value is not { } id)
        {
            return null;
        }

        var session = await sessions.FindAsync(id, cancellationToken);
        return new(session?.IsLive(clock.GetUtcNow()) == true ? session : null, null);
    }
}
