namespace SamlSp.Directory;

/// <summary>
/// The statements of a sign-in, as both databases understand them. In each of them <c>$1</c> is the organization. What is written depends
/// on what was read: a statement whose condition does not hold any more writes no row, and the sign-in looks again.
/// </summary>
internal static class SignInSql
{
    /// <summary>Of the users with an object ID: their IDs, for what belongs to them.</summary>
    private const string UserIds = "(SELECT id FROM users WHERE organization = $1 AND object_id_lower = $2)";

    public static readonly OrganizationSql UsersByObjectId = new(
        "SELECT " + UserSql.Columns + " FROM users u WHERE u.organization = $1 AND u.object_id_lower = $2"
    );

    public static readonly OrganizationSql UsersByNameId = new(
        "SELECT " + UserSql.Columns + " FROM users u WHERE u.organization = $1 AND u.name_id_lower = $2"
    );

    public static readonly OrganizationSql UsersByMail = new(
        "SELECT " + UserSql.Columns + " FROM users u WHERE u.organization = $1 AND u.mail_lower = $2"
    );

    public static readonly OrganizationSql ProvisionedNames = new(
        "SELECT user_id FROM provisioned_users WHERE organization = $1 AND user_name_lower = $2"
    );

    private const string RolesOf = "SELECT user_id, role FROM role_grants WHERE organization = $1 AND user_id";

    // CROSS JOIN keeps SQLite's order: memberships of the user first.
    private const string GroupsOf =
        "SELECT m.user_id, g.external_id FROM provisioned_members m CROSS JOIN provisioned_groups g"
        + " WHERE m.organization = $1 AND g.organization = $1 AND g.id = m.group_id AND m.user_id";

    private const string SessionRightsOf =
        "SELECT DISTINCT user_id, roles, org_unit_path FROM sessions"
        + " WHERE organization = $1 AND ended_at IS NULL AND expires_at > $3 AND user_id";

    public static readonly OrganizationSql GrantedRoles = new(RolesOf + " IN " + UserIds);

    public static readonly OrganizationSql Groups = new(GroupsOf + " IN " + UserIds);

    public static readonly OrganizationSql SessionRights = new(SessionRightsOf + " IN " + UserIds);

    public static readonly OrganizationSql GrantedRolesOfUser = new(RolesOf + " = $2");

    public static readonly OrganizationSql GroupsOfUser = new(GroupsOf + " = $2");

    public static readonly OrganizationSql SessionRightsOfUser = new(SessionRightsOf + " = $2");

    public static readonly OrganizationSql OrgUnit = new("SELECT path FROM org_units WHERE organization = $1 AND path_lower = $2");

    public static readonly OrganizationSql PolicyVersion = new("SELECT version FROM policy_versions WHERE organization = $1");

    /// <summary>Until the transaction ends, no policy of the organization is changed.</summary>
    public static readonly UnownedSql LockPolicies = new("SELECT pg_advisory_xact_lock_shared(53519072, hashtext($1))::text");

    /// <summary>Until the transaction ends, nobody else creates a user with this object ID.</summary>
    public static readonly UnownedSql LockObjectId = new("SELECT pg_advisory_xact_lock(hashtextextended($1, 7))::text");

    public static readonly UnownedSql UseId = new("INSERT INTO used_ids (issuer, id, keep_until) VALUES ($1, $2, $3)");

    public static readonly UnownedSql UseIdOnce = new(UseId.Text + " ON CONFLICT DO NOTHING");

    public static readonly UnownedSql UsedIds = new("SELECT issuer FROM used_ids WHERE issuer = $1 AND id = $2");

    public static readonly OrganizationSql AddUser = new(
        "INSERT INTO users (organization, id, created_at, updated_at, last_sign_in_at, org_unit_pinned, suspended, rights_version,"
            + " tenant_id, object_id, object_id_lower, name_id, name_id_lower, original_upn, display_name, mail, mail_lower, user_type,"
            + " org_unit_path, org_unit_lower, sort_name, search_text, role_groups)"
            + " SELECT $1, $2, $3, $3, $3, $4, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20"
            + " WHERE NOT EXISTS (SELECT 1 FROM users WHERE organization = $1 AND object_id_lower = $8 AND tenant_id IN ('', $6))"
    );

    public static readonly OrganizationSql RemoveTombstone = new(
        "DELETE FROM users WHERE organization = $1 AND id = $2 AND deleted_at IS NOT NULL"
    );

    /// <summary>The user as they were found.</summary>
    private const string Unchanged =
        " WHERE organization = $1 AND id = $2 AND rights_version = $4 AND updated_at = $5 AND suspended = $6 AND deleted_at IS NULL"
        + " AND tenant_id = $7 AND object_id_lower IS NOT DISTINCT FROM $8";

    /// <summary>For a user of whom the sign-in says nothing new.</summary>
    public static readonly OrganizationSql TouchUser = new("UPDATE users SET last_sign_in_at = $3" + Unchanged);

    public static readonly OrganizationSql UpdateUser = new(
        "UPDATE users SET last_sign_in_at = $3, updated_at = $3, rights_version = $9, tenant_id = $10, object_id = $11,"
            + " object_id_lower = $12, name_id = $13, name_id_lower = $14, original_upn = $15, display_name = $16, mail = $17,"
            + " mail_lower = $18, user_type = $19, org_unit_path = $20, org_unit_lower = $21, sort_name = $22, search_text = $23,"
            + " role_groups = $24"
            + Unchanged
    );

    /// <summary>The session, if the user was written before and the policies are those that bound it.</summary>
    public static readonly OrganizationSql AddSession = new(
        "INSERT INTO sessions (organization, reference, organization_name, user_id, tenant_id, object_id, user_type, name_id, display_name,"
            + " org_unit_path, roles, issuer, asserted_name_id, asserted_name_id_format, asserted_name_qualifier,"
            + " asserted_sp_name_qualifier, session_index, authenticated_at, created_at, expires_at, expires_by,"
            + " reauthentication_frequency, multiple_factors, policy_from, packed_claims)"
            + " SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25"
            + " FROM users WHERE organization = $1 AND id = $4 AND rights_version = $26 AND suspended = $27 AND deleted_at IS NULL"
            + " AND last_sign_in_at = $28"
            + " AND COALESCE((SELECT version FROM policy_versions WHERE organization = $1), 0) = $29"
    );

    /// <summary>
    /// What the trail says of the session. Where none was added, the organization is null, which the table does not take: nothing of the
    /// sign-in is kept.
    /// </summary>
    public static readonly OrganizationSql AuditSession = new(
        "INSERT INTO audit_entries (organization, at, actor, action, target)"
            + " VALUES ((SELECT organization FROM sessions WHERE organization = $1 AND reference = $5), $2, $3, $4, $5)"
    );

    /// <summary>What the trail says of the user. Where the user was not written, the organization is null, as above.</summary>
    public static readonly OrganizationSql AuditUser = new(
        "INSERT INTO audit_entries (organization, at, actor, action, target)"
            + " VALUES ((SELECT organization FROM users WHERE organization = $1 AND id = $3 AND last_sign_in_at = $2"
            + " AND rights_version = $5), $2, $3, $4, $3)"
    );

    public static readonly OrganizationSql FindSession = new("SELECT reference FROM sessions WHERE organization = $1 AND reference = $2");
}
