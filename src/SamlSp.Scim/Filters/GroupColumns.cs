using SamlSp.Directory;

namespace SamlSp.Scim;

/// <summary>Where the attributes of groups are: <c>g</c> is the group.</summary>
internal sealed class GroupColumns : SqlColumns
{
    public const string From = ProvisioningSql.FromGroup;

    private GroupColumns() { }

    public static GroupColumns Instance { get; } = new();

    /// <inheritdoc />
    public override string All => ProvisioningSql.GroupColumns;

    /// <inheritdoc />
    public override string? Scalar(FilterSql sql, AttributePath path) =>
        (path.Attribute?.Name, path.Sub?.Name) switch
        {
            ("id", _) => "g.id",
            ("externalId", _) => "g.external_id",
            ("displayName", _) => "g.display_name",
            ("meta", "created") => "g.created_at",
            ("meta", "lastModified") => "g.updated_at",
            _ => null,
        };

    /// <inheritdoc />
    public override string? Array(FilterSql sql, AttributePath path) => null;

    /// <inheritdoc />
    public override string? Special(FilterSql sql, AttributePath path, ComparisonOperator op, FilterValue value) =>
        (path.Attribute!.Name, path.Sub?.Name, op) switch
        {
            ("displayName", _, ComparisonOperator.Equal) when value.Text is { } text =>
                $"g.display_name_lower = {sql.Parameter(text.ToLowerInvariant())}",
            ("members", null or "value", ComparisonOperator.Equal) when value.Text is { } text =>
                $"g.id IN (SELECT m.group_id FROM provisioned_members m"
                    + $" WHERE m.organization = $1 AND m.user_id = {sql.Parameter(text)})",
            ("members", null or "value", ComparisonOperator.Present) =>
                "g.id IN (SELECT m.group_id FROM provisioned_members m WHERE m.organization = $1)",
            _ => null,
        };
}
