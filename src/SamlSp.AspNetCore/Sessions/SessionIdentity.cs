using System.Security.Claims;

namespace SamlSp.AspNetCore;

/// <summary>
/// The identity of one request of a session. It shares the session's claims (<see cref="SessionClaim"/>); what a request adds or removes is
/// its own.
/// </summary>
internal sealed class SessionIdentity(IEnumerable<Claim> claims)
    : ClaimsIdentity(
        claims,
        SamlSpDefaults.SessionScheme,
        "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name",
        SessionClaimTypes.Role
    );
