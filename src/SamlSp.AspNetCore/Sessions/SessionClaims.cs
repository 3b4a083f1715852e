using System.Globalization;
using System.Security.Claims;

namespace SamlSp.AspNetCore;

/// <summary>
/// The claims that the requests of a session share, created at the first request. A session that is copied by <c>with</c> keeps this
/// object, and still gets claims of its own. It does not count when sessions are compared.
/// </summary>
internal sealed class SessionClaims
{
    private Made? _made;

    public Claim[] Of(Session session) => MadeOf(session).Claims;

    /// <summary>The end of the session as a ticket has it: in the format of RFC 9110 5.6.7, in whole seconds.</summary>
    public string EndOf(Session session) => MadeOf(session).End;

    private Made MadeOf(Session session)
    {
        var made = Volatile.Read(ref _made);
        if (made is null || !ReferenceEquals(made.Session, session))
        {
            var end = session.ExpiresAt.ToString("r", CultureInfo.InvariantCulture);
            Volatile.Write(ref _made, made = new(session, Make(session), end));
        }

        return made;
    }

    /// <summary>Whether only we set claims of a type.</summary>
    public static bool IsReserved(string type) =>
        type.StartsWith("urn:samlsp:", StringComparison.OrdinalIgnoreCase) || type == ClaimTypes.NameIdentifier;

    public override bool Equals(object? obj) => obj is SessionClaims;

    public override int GetHashCode() => 0;

    private static Claim[] Make(Session session)
    {
        var subject = new SessionIdentity([], session, token: null);
        var claims = new List<Claim>
        {
            new SessionClaim(ClaimTypes.NameIdentifier, session.NameId, session.Issuer, subject),
            new SessionClaim(SessionClaimTypes.SessionId, session.Id, issuer: null, subject),
            new SessionClaim(SessionClaimTypes.Organization, session.Organization, issuer: null, subject),
            new SessionClaim(SessionClaimTypes.UserId, session.UserId, issuer: null, subject),
            new SessionClaim(SessionClaimTypes.UserType, SessionPrincipal.UserTypeName(session.UserType), issuer: null, subject),
            new SessionClaim(SessionClaimTypes.OrgUnit, session.OrgUnitPath, issuer: null, subject),
        };
        claims.AddRange(session.Roles.Select(role => new SessionClaim(SessionClaimTypes.Role, role, issuer: null, subject)));
        foreach (var (name, values) in session.Claims)
        {
            // Only we set our own claims, whatever names the attributes of an identity provider have.
            if (IsReserved(name))
            {
                continue;
            }

            claims.AddRange(values.Select(value => new SessionClaim(name, value, session.Issuer, subject)));
        }

        subject.AddClaims(claims);
        return [.. claims];
    }

    private sealed record Made(Session Session, Claim[] Claims, string End);
}
