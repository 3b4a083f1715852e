using System.Security.Claims;

namespace SamlSp.AspNetCore;

/// <summary>
/// The identity of one request of a session. It shares the claims of the session (<see cref="SessionClaim"/>). Claims that a request adds
/// or removes are its own.
/// </summary>
internal sealed class SessionIdentity(IEnumerable<Claim> claims, Session session, PresentedToken? token)
    : ClaimsIdentity(claims, SamlSpDefaults.SessionScheme, NameType, SessionClaimTypes.Role)
{
    /// <summary>The claim that <see cref="ClaimsIdentity.Name"/> reads.</summary>
    public const string NameType = ClaimTypes.Name;

    /// <summary>The session, as it was when the request was authenticated.</summary>
    public Session Session => session;

    /// <summary>The access token that the request came with; null if it was the session's cookie.</summary>
    public PresentedToken? Token => token;
}
