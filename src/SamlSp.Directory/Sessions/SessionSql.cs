using SamlSp.AspNetCore;
using SamlSp.Claims;

namespace SamlSp.Directory;

/// <summary>The statement that finds a session, as both databases understand it.</summary>
internal static class SessionSql
{
    /// <summary>The session with a reference. The caller has the session's ID, which is a secret; the row says the organization.</summary>
    public static readonly UnownedSql Find = new(
        SqlText.WideTag
            + "session by its secret\n"
            + "SELECT organization, organization_name, user_id, tenant_id, object_id, user_type, name_id, display_name,"
            + " org_unit_path, roles, issuer, asserted_name_id, asserted_name_id_format, asserted_name_qualifier,"
            + " asserted_sp_name_qualifier, session_index, authenticated_at, created_at, expires_at, expires_by,"
            + " reauthentication_frequency, multiple_factors, policy_from, ended_at, ended_by, packed_claims, reference"
            + " FROM sessions WHERE reference = $1"
    );

    /// <summary>The row that <see cref="Find"/> found.</summary>
    public static SessionRow ToRow(SqlRow row) =>
        new()
        {
            Organization = row.Text(0),
            OrganizationName = row.Text(1),
            UserId = row.Text(2),
            TenantId = row.Text(3),
            ObjectId = row.Text(4),
            UserType = row.Name<UserType>(5),
            NameId = row.Text(6),
            DisplayName = row.TextOrNull(7),
            OrgUnitPath = row.Text(8),
            Roles = row.Text(9),
            Issuer = row.Text(10),
            AssertedNameId = row.Text(11),
            AssertedNameIdFormat = row.TextOrNull(12),
            AssertedNameQualifier = row.TextOrNull(13),
            AssertedSpNameQualifier = row.TextOrNull(14),
            SessionIndex = row.TextOrNull(15),
            AuthenticatedAt = row.Instant(16),
            CreatedAt = row.Instant(17),
            ExpiresAt = row.Instant(18),
            ExpiresBy = row.Name<SessionEndCause>(19),
            ReauthenticationFrequency = row.NumberOrNull(20),
            MultipleFactors = row.Flag(21),
            PolicyFrom = row.TextOrNull(22),
            EndedAt = row.InstantOrNull(23),
            EndedBy = row.NameOrNull<SessionEndCause>(24),
            PackedClaims = row.BytesOrNull(25),
            Reference = row.Text(26),
        };
}
