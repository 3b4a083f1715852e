using SamlSp.Directory;

namespace SamlSp.Scim;

/// <summary>The columns of users' attributes: <c>u</c> is the record, <c>p</c> what provisioning knows besides, if anything.</summary>
internal sealed class UserColumns : SqlColumns
{
    public const string From = ProvisioningSql.FromUser + " AND u.deleted_at IS NULL";

    private const string IsNotProvisioned =
        " AND NOT EXISTS (SELECT 1 FROM provisioned_users x WHERE x.organization = $1 AND x.user_id = s.id)";

    private UserColumns() { }

    public static UserColumns Instance { get; } = new();

    /// <inheritdoc />
    public override string All => ProvisioningSql.UserColumns;

    /// <inheritdoc />
    public override string? Scalar(FilterSql sql, AttributePath path)
    {
        if (path is { Attribute: null } or { Attribute.MultiValued: true })
        {
            return null;
        }

        if (path.Extension is { } extension)
        {
            return (extension.Id, path.Attribute.Name) switch
            {
                (ScimUrns.SamlSpUser, "orgUnitPath") => "u.org_unit_path",
                (ScimUrns.SamlSpUser, "originalUserPrincipalName") => "u.original_upn",
                (ScimUrns.SamlSpUser, "userType") =>
                    $"COALESCE({sql.Text("p.document", extension.Id, "userType")}, CASE u.user_type WHEN 'Member' THEN 'member' WHEN"
                        + " 'EntraGuest' THEN 'entraGuest' ELSE 'externalGuest' END)",
                _ => path.Sub is { } sub
                    ? sql.Text("p.document", extension.Id, path.Attribute.Name, sub.Name)
                    : sql.Text("p.document", extension.Id, path.Attribute.Name),
            };
        }

        return (path.Attribute.Name, path.Sub?.Name) switch
        {
            ("id", _) => "u.id",
            ("externalId", _) => "COALESCE(u.external_id, u.object_id)",
            ("userName", _) => "COALESCE(p.user_name, u.name_id)",
            ("displayName", _) => "u.display_name",
            ("meta", "created") => "u.created_at",
            ("meta", "lastModified") => "u.updated_at",
            ("meta", _) or ("schemas", _) or ("active", _) => null,
            (var name, null) => sql.Text("p.document", name),
            (var name, var sub) => sql.Text("p.document", name, sub),
        };
    }

    /// <inheritdoc />
    public override string? Array(FilterSql sql, AttributePath path) =>
        path.Attribute!.Name switch
        {
            "groups" or "schemas" => null,
            "emails" => $"CASE WHEN p.document IS NULL AND u.mail IS NOT NULL THEN {sql.ArrayOfMail("u.mail")} ELSE"
                + $" {sql.Array("p.document", "emails")} END",
            var name => sql.Array("p.document", name),
        };

    /// <inheritdoc />
    public override string? Special(FilterSql sql, AttributePath path, ComparisonOperator op, FilterValue value)
    {
        if (path.Extension is not null)
        {
            return null;
        }

        if (path.Attribute!.Name == "active")
        {
            return op == ComparisonOperator.Present
                ? $"{sql.True} = {sql.True}"
                : $"u.suspended = {(value.Boolean == true ? sql.False : sql.True)}";
        }

        if (op == ComparisonOperator.Present && path is { Attribute.Name: "groups", Sub: null or { Name: "value" } })
        {
            return "u.id IN (SELECT m.user_id FROM provisioned_members m WHERE m.organization = $1)";
        }

        if (op != ComparisonOperator.Equal || value.Text is not { } text)
        {
            return null;
        }

        return (path.Attribute.Name, path.Sub?.Name) switch
        {
            ("displayName", _) => ByDisplayName(sql, text),
            ("userName", _) => ByUserName(sql.Parameter(text.ToLowerInvariant())),
            ("externalId", _) => ByExternalId(sql.Parameter(text), sql.Parameter(text.ToLowerInvariant())),
            ("emails", null or "value") => ByAddress(sql.Parameter(text.ToLowerInvariant())),
            ("groups", null or "value") => $"u.id IN (SELECT m.user_id FROM provisioned_members m"
                + $" WHERE m.organization = $1 AND m.group_id = {sql.Parameter(text)})",
            _ => null,
        };
    }

    // Not one query with "or": SQLite would go through all of the organization for it.
    private static string ByUserName(string name) =>
        $"u.id IN (SELECT n.user_id FROM provisioned_users n WHERE n.organization = $1 AND n.user_name_lower = {name}"
        + $" UNION ALL SELECT s.id FROM users s WHERE s.organization = $1 AND s.name_id_lower = {name}{IsNotProvisioned})";

    private static string ByDisplayName(FilterSql sql, string name)
    {
        // The sort name is a prefix: a longer name is compared whole as well.
        var whole = name.Length > UserSearch.NameLength ? $" AND lower(u.display_name) = {sql.Parameter(name.ToLowerInvariant())}" : "";
        return $"(u.sort_name = {sql.Parameter(UserSearch.NameKey(name))} AND u.display_name IS NOT NULL{whole})";
    }

    private static string ByExternalId(string id, string lower) =>
        $"u.id IN (SELECT n.id FROM users n WHERE n.organization = $1 AND n.external_id = {id}"
        + $" UNION ALL SELECT s.id FROM users s WHERE s.organization = $1 AND s.object_id_lower = {lower} AND s.object_id = {id}"
        + " AND s.external_id IS NULL)";

    private static string ByAddress(string address) =>
        $"u.id IN (SELECT n.user_id FROM provisioned_emails n WHERE n.organization = $1 AND n.address = {address}"
        + $" UNION ALL SELECT s.id FROM users s WHERE s.organization = $1 AND s.mail_lower = {address}{IsNotProvisioned})";
}
