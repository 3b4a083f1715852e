using System.Security.Claims;

namespace SamlSp.AspNetCore;

/// <summary>
/// The identity of one request of a session. It shares the claims of the session (<see cref="SessionClaim"/>). Claims that a request adds
/// or removes are its own.
/// </summary>
internal sealed class SessionIdentity(IEnumerable<Claim> claims)
    : ClaimsIdentity(
        claims,
        SamlSpDefaults.SessionScheme,
        "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name",
        SessionClaimTypes.Role
    );
