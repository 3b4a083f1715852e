using System.Security.Claims;
using SamlSp.Claims;

namespace SamlSp.AspNetCore;

/// <summary>The principal of a session. Its claims are created once; each request gets its own identity with them.</summary>
internal static class SessionPrincipal
{
    public static ClaimsPrincipal Create(Session session, PresentedToken? token = null) =>
        new(new SessionIdentity(session.PrincipalClaims.Of(session), session, token));

    public static string UserTypeName(UserType type) =>
        type switch
        {
            UserType.Member => "member",
            UserType.EntraGuest => "entraGuest",
            _ => "externalGuest",
        };
}
