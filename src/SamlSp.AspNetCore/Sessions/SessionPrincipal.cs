using System.Security.Claims;
using SamlSp.Claims;

namespace SamlSp.AspNetCore;

/// <summary>The principal of a session: its claims are made once, and each request gets an identity of its own over them.</summary>
internal static class SessionPrincipal
{
    public static ClaimsPrincipal Of(Session session) => new(new SessionIdentity(session.PrincipalClaims.Of(session)));

    public static string UserTypeName(UserType type) =>
        type switch
        {
            UserType.Member => "member",
            UserType.EntraGuest => "entraGuest",
            _ => "externalGuest",
        };
}
