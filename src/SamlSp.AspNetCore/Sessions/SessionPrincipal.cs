using System.Runtime.CompilerServices;
using System.Security.Claims;
using SamlSp.Claims;

namespace SamlSp.AspNetCore;

/// <summary>The principal of a session: its claims are made once, and each request gets an identity of its own over them.</summary>
internal static class SessionPrincipal
{
    private static readonly ConditionalWeakTable<Session, Claim[]> Made = [];

    public static ClaimsPrincipal Of(Session session) => new(new SessionIdentity(Made.GetValue(session, Make)));

    public static string Word(UserType type) => type switch
    {
        UserType.Member => "member",
        UserType.EntraGuest => "entraGuest",
        _ => "externalGuest",
    };

    private static Claim[] Make(Session session)
    {
        var subject = new SessionIdentity([]);
        var claims = new List<Claim>
        {
            new SessionClaim(ClaimTypes.NameIdentifier, session.NameId, session.Issuer, subject),
            new SessionClaim(SessionClaimTypes.SessionId, session.Id, issuer: null, subject),
            new SessionClaim(SessionClaimTypes.Organization, session.Organization, issuer: null, subject),
            new SessionClaim(SessionClaimTypes.UserId, session.UserId, issuer: null, subject),
            new SessionClaim(SessionClaimTypes.UserType, Word(session.UserType), issuer: null, subject),
            new SessionClaim(SessionClaimTypes.OrgUnit, session.OrgUnitPath, issuer: null, subject),
        };
        claims.AddRange(session.Roles.Select(role => new SessionClaim(SessionClaimTypes.Role, role, issuer: null, subject)));
        foreach (var (name, values) in session.Claims)
        {
            // Our own claims come from us alone, whatever an identity provider calls its attributes.
            if (name.StartsWith("urn:samlsp:", StringComparison.OrdinalIgnoreCase) || name == ClaimTypes.NameIdentifier) continue;
            claims.AddRange(values.Select(value => new SessionClaim(name, value, session.Issuer, subject)));
        }

        subject.AddClaims(claims);
        return [.. claims];
    }
}
