using SamlSp.Claims;

namespace SamlSp.Directory;

/// <summary>A user's columns, as statements read them.</summary>
internal static class UserSql
{
    /// <summary>The columns of <see cref="ToRow"/>; the table is <c>u</c>.</summary>
    public const string Columns =
        "u.id, u.tenant_id, u.object_id, u.external_id, u.name_id, u.original_upn, u.display_name, u.mail, u.user_type, u.org_unit_path,"
        + " u.org_unit_pinned, u.suspended, u.deleted_at, u.created_at, u.updated_at, u.last_sign_in_at, u.rights_version, u.role_groups";

    /// <summary>How many columns that are.</summary>
    public const int Count = 18;

    public static UserRow ToRow(string organization, SqlRow row) =>
        new()
        {
            Organization = organization,
            Id = row.Text(0),
            TenantId = row.Text(1),
            ObjectId = row.TextOrNull(2),
            ExternalId = row.TextOrNull(3),
            NameId = row.TextOrNull(4),
            OriginalUpn = row.TextOrNull(5),
            DisplayName = row.TextOrNull(6),
            Mail = row.TextOrNull(7),
            UserType = row.Name<UserType>(8),
            OrgUnitPath = row.Text(9),
            OrgUnitPinned = row.Flag(10),
            Suspended = row.Flag(11),
            DeletedAt = row.InstantOrNull(12),
            CreatedAt = row.Instant(13),
            UpdatedAt = row.Instant(14),
            LastSignInAt = row.InstantOrNull(15),
            RightsVersion = row.Number(16),
            RoleGroups = row.TextOrNull(17),
        };
}
