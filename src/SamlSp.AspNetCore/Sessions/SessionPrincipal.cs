using System.Runtime.CompilerServices;
using System.Security.Claims;
using SamlSp.Claims;

namespace SamlSp.AspNetCore;

/// <summary>The principal of a session: its claims are made once, and each request gets an identity of its own over them.</summary>
internal static class SessionPrincipal
{
    private static readonly ConditionalWeakTable<Session, Claim[]> Made = [];

    public static ClaimsPrincipal Of(Session session)
    {
        var identity = new ClaimsIdentity(Made.GetValue(session, Make), SamlSpDefaults.SessionScheme, "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name", SessionClaimTypes.Role);
        return new(identity);
    }

    public static string Word(UserType type) => type switch
    {
        UserType.Member => "member",
        UserType.EntraGuest => "entraGuest",
        _ => "externalGuest",
    };

    private static Claim[] Make(Session session)
    {
        var claims = new List<Claim>
        {
            new(ClaimTypes.NameIdentifier, session.NameId, ClaimValueTypes.String, session.Issuer),
            new(SessionClaimTypes.SessionId, session.Id),
            new(SessionClaimTypes.Organization, session.Organization),
            new(SessionClaimTypes.UserId, session.UserId),
            new(SessionClaimTypes.UserType, Word(session.UserType)),
            new(SessionClaimTypes.OrgUnit, session.OrgUnitPath),
        };
        claims.AddRange(session.Roles.Select(role => new Claim(SessionClaimTypes.Role, role)));
        foreach (var (name, values) in session.Claims)
        {
            // Our own claims come from us alone, whatever an identity provider calls its attributes.
            if (name.StartsWith("urn:samlsp:", StringComparison.OrdinalIgnoreCase) || name == ClaimTypes.NameIdentifier) continue;
            claims.AddRange(values.Select(value => new Claim(name, value, ClaimValueTypes.String, session.Issuer)));
        }

        return [.. claims];
    }
}
