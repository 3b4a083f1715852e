namespace SamlSp.AspNetCore;

/// <summary>The body of <c>GET /session</c>. Instants are UTC, ISO 8601 with <c>Z</c>.</summary>
/// <param name="NameId">The resolved NameID.</param>
/// <param name="UserType"><c>member</c>, <c>entraGuest</c> or <c>externalGuest</c>.</param>
/// <param name="Organization">The organization's name.</param>
/// <param name="OrgUnit">The org unit's path.</param>
/// <param name="Roles">Roles in this application.</param>
/// <param name="AuthenticatedAt">When the user authenticated at the identity provider.</param>
/// <param name="ExpiresAt">When the session ends at the latest.</param>
internal sealed record SessionDescription(
    string NameId,
    string UserType,
    string Organization,
    string OrgUnit,
    IReadOnlyList<string> Roles,
    DateTime AuthenticatedAt,
    DateTime ExpiresAt
)
{
    /// <summary>Describes a session.</summary>
    public static SessionDescription From(Session session) =>
        new(
            session.NameId,
            SessionPrincipal.UserTypeName(session.UserType),
            session.Organization,
            session.OrgUnitPath,
            session.Roles,
            session.AuthenticatedAt.UtcDateTime,
            session.ExpiresAt.UtcDateTime
        );
}
