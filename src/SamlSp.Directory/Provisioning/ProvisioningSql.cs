namespace SamlSp.Directory;

/// <summary>
/// The statements of provisioning, as both databases understand them. In each of them <c>$1</c> is the organization. As at a sign-in, what
/// is written depends on what was read. Where the row has changed since or is gone, a statement fails, and nothing is kept.
/// </summary>
internal static class ProvisioningSql
{
    /// <summary>A user's columns, and what provisioning knows besides: <see cref="ProvisionedUserRow"/>'s name and document.</summary>
    public const string UserColumns = UserSql.Columns + ", p.user_name, p.document";

    /// <summary>Where users are: <c>u</c> is the record, <c>p</c> what provisioning knows besides, if anything.</summary>
    public const string FromUser =
        " FROM users u LEFT JOIN provisioned_users p ON p.organization = $1 AND p.user_id = u.id WHERE u.organization = $1";

    /// <summary>A group's columns.</summary>
    public const string GroupColumns = "g.id, g.external_id, g.display_name, g.version, g.created_at, g.updated_at";

    /// <summary>Where groups are: <c>g</c> is the group.</summary>
    public const string FromGroup = " FROM provisioned_groups g WHERE g.organization = $1";

    private const string SelectUser = "SELECT " + UserColumns + FromUser;

    private const string SelectGroup = "SELECT " + GroupColumns + FromGroup;

    private const string Among = "IN (SELECT item.value FROM EACH($2))";

    // What is looked for.
    public static readonly OrganizationSql User = new(SelectUser + " AND u.id = $2 AND u.deleted_at IS NULL");

    public static readonly OrganizationSql UsersByObjectId = new(SelectUser + " AND u.object_id_lower = $2");

    public static readonly OrganizationSql UsersByExternalId = new(SelectUser + " AND u.external_id = $2");

    public static readonly OrganizationSql UsersByNameId = new(SelectUser + " AND u.name_id_lower = $2");

    /// <summary>Groups of users: the user's ID, the group's ID and its name. CROSS JOIN keeps SQLite's order: memberships first.</summary>
    public static readonly OrganizationSql GroupsOfUsers = new(
        "SELECT m.user_id, g.id, g.display_name FROM provisioned_members m CROSS JOIN provisioned_groups g"
            + " WHERE m.organization = $1 AND g.organization = $1 AND g.id = m.group_id AND m.user_id "
            + Among
    );

    public static readonly OrganizationSql Group = new(SelectGroup + " AND g.id = $2");

    public static readonly OrganizationSql GroupsByName = new(SelectGroup + " AND g.display_name_lower = $2");

    public static readonly OrganizationSql GroupsByExternalId = new(SelectGroup + " AND g.external_id = $2");

    /// <summary>The members of groups: the group's ID, the user's ID and name.</summary>
    public static readonly OrganizationSql MembersOfGroups = new(
        "SELECT m.group_id, u.id, u.display_name FROM provisioned_members m CROSS JOIN users u"
            + " WHERE m.organization = $1 AND u.organization = $1 AND u.id = m.user_id AND m.group_id "
            + Among
    );

    /// <summary>Which of the users <c>$2</c> are members of a group.</summary>
    public static readonly OrganizationSql MembersAmong = new(
        "SELECT user_id FROM provisioned_members WHERE organization = $1 AND group_id = $3 AND user_id " + Among
    );

    public static readonly OrganizationSql UsersAmong = new(
        "SELECT id, display_name FROM users WHERE organization = $1 AND deleted_at IS NULL AND id " + Among
    );

    public static readonly OrganizationSql GroupsAmong = new("SELECT id FROM provisioned_groups WHERE organization = $1 AND id " + Among);

    // What is written.
    public static readonly OrganizationSql AddUser = new(
        "INSERT INTO users (organization, id, created_at, updated_at, rights_version, tenant_id, object_id, object_id_lower,"
            + " external_id, name_id, name_id_lower, original_upn, display_name, mail, mail_lower, user_type, org_unit_path,"
            + " org_unit_lower, org_unit_pinned, suspended, sort_name, search_text)"
            + " SELECT $1, $2, $3, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21"
            + " WHERE NOT EXISTS (SELECT 1 FROM users WHERE organization = $1 AND object_id_lower = $7)"
    );

    /// <summary>
    /// The instant of the change; null, which the table does not take, where the user is not as they were found. A condition in WHERE would
    /// write nothing then, and what follows could not tell whose change it sees.
    /// </summary>
    private const string ChangedAt =
        "updated_at = CASE WHEN rights_version = $4 AND updated_at = $5 AND suspended = $6 AND deleted_at IS NULL AND tenant_id = $7"
        + " AND object_id_lower IS NOT DISTINCT FROM $8 THEN $3 END";

    private const string OfUser = " WHERE organization = $1 AND id = $2";

    public static readonly OrganizationSql UpdateUser = new(
        "UPDATE users SET "
            + ChangedAt
            + ", rights_version = $9, object_id = $10, object_id_lower = $11, external_id = $12, name_id = $13, name_id_lower = $14,"
            + " original_upn = $15, display_name = $16, mail = $17, mail_lower = $18, user_type = $19, org_unit_path = $20,"
            + " org_unit_lower = $21, org_unit_pinned = $22, suspended = $23, sort_name = $24, search_text = $25"
            + OfUser
    );

    /// <summary>Makes the user one that this transaction has written.</summary>
    public static readonly OrganizationSql TouchUser = new("UPDATE users SET " + ChangedAt + OfUser);

    public static readonly OrganizationSql RemoveUser = new("DELETE FROM users WHERE organization = $1 AND id = $2");

    /// <summary>Keeps the key, so that a sign-in is recognized and refused, and nothing else that tells who the user was.</summary>
    public static readonly OrganizationSql ReduceToTombstone = new(
        "UPDATE users SET deleted_at = $3, suspended = $4, role_groups = NULL, name_id = NULL, name_id_lower = NULL, external_id = NULL,"
            + " original_upn = NULL, display_name = NULL, mail = NULL, mail_lower = NULL, sort_name = '', search_text = ''"
            + " WHERE organization = $1 AND id = $2"
    );

    public static readonly OrganizationSql RemoveRoles = new("DELETE FROM role_grants WHERE organization = $1 AND user_id = $2");

    public static readonly OrganizationSql RemoveMemberships = new(
        "DELETE FROM provisioned_members WHERE organization = $1 AND user_id = $2"
    );

    public static readonly OrganizationSql RemoveAddresses = new("DELETE FROM provisioned_emails WHERE organization = $1 AND user_id = $2");

    public static readonly OrganizationSql RemoveProvisioned = new(
        "DELETE FROM provisioned_users WHERE organization = $1 AND user_id = $2"
    );

    public static readonly OrganizationSql PutProvisioned = new(
        "INSERT INTO provisioned_users (organization, user_id, user_name, user_name_lower, document) VALUES ($1, $2, $3, $4, $5)"
            + " ON CONFLICT (organization, user_id) DO UPDATE SET user_name = excluded.user_name,"
            + " user_name_lower = excluded.user_name_lower, document = excluded.document"
    );

    public static readonly OrganizationSql AddAddress = new(
        "INSERT INTO provisioned_emails (organization, user_id, address) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING"
    );

    public static readonly OrganizationSql RemoveAddress = new(
        "DELETE FROM provisioned_emails WHERE organization = $1 AND user_id = $2 AND address = $3"
    );

    public static readonly OrganizationSql CountRights = new(
        "UPDATE users SET rights_version = rights_version + 1 WHERE organization = $1 AND id " + Among
    );

    public static readonly OrganizationSql AddGroup = new(
        "INSERT INTO provisioned_groups (organization, id, external_id, display_name, display_name_lower, version, created_at, updated_at)"
            + " VALUES ($1, $2, $3, $4, $5, $6, $7, $7)"
    );

    /// <summary>Fails, as above, where the group has another version than when it was found.</summary>
    public static readonly OrganizationSql UpdateGroup = new(
        "UPDATE provisioned_groups SET version = CASE WHEN version = $4 THEN version + 1 END, updated_at = $3, external_id = $5,"
            + " display_name = $6, display_name_lower = $7 WHERE organization = $1 AND id = $2"
    );

    /// <summary>Counts a change that holds whatever others do to the group at the same time.</summary>
    public static readonly OrganizationSql CountGroupChange = new(
        "UPDATE provisioned_groups SET version = version + 1, updated_at = $3 WHERE organization = $1 AND id = $2 RETURNING version"
    );

    public static readonly OrganizationSql RemoveGroup = new("DELETE FROM provisioned_groups WHERE organization = $1 AND id = $2");

    /// <summary>Adds users to a group: those who are still there, and no members yet.</summary>
    public static readonly OrganizationSql AddMembers = new(
        "INSERT INTO provisioned_members (organization, group_id, user_id)"
            + " SELECT $1, $3, id FROM users WHERE organization = $1 AND deleted_at IS NULL AND id "
            + Among
            + " ON CONFLICT DO NOTHING"
    );

    public static readonly OrganizationSql RemoveMembers = new(
        "DELETE FROM provisioned_members WHERE organization = $1 AND group_id = $3 AND user_id " + Among
    );

    /// <summary>
    /// An entry about a user. Where they are gone, or others have changed them, the organization is null: nothing is kept.
    /// </summary>
    public static readonly OrganizationSql AuditUser = new(
        "INSERT INTO audit_entries (organization, at, actor, action, target, code, details)"
            + " VALUES ((SELECT organization FROM users WHERE organization = $1 AND id = $5 AND updated_at = $8 AND deleted_at IS NULL),"
            + " $2, $3, $4, $5, $6, $7)"
    );

    /// <summary>The same about a group, which may have been changed by others besides.</summary>
    public static readonly OrganizationSql AuditGroup = new(
        "INSERT INTO audit_entries (organization, at, actor, action, target, code, details)"
            + " VALUES ((SELECT organization FROM provisioned_groups WHERE organization = $1 AND id = $5 AND version BETWEEN $8 AND $9),"
            + " $2, $3, $4, $5, $6, $7)"
    );
}
