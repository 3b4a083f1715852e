using SamlSp.AspNetCore;

namespace SamlSp.Directory;

/// <summary>The statements that read an organization's policies, as both databases understand them.</summary>
internal static class PolicySql
{
    public static readonly OrganizationSql Units = new(
        "SELECT path, description, reauthentication, frequency, method, created_at, created_by FROM org_units WHERE organization = $1"
    );

    /// <summary>A row that <see cref="Units"/> found.</summary>
    public static OrgUnitRow ToUnit(string organization, SqlRow row) =>
        new()
        {
            Organization = organization,
            Path = row.Text(0),
            Description = row.TextOrNull(1),
            Reauthentication = row.NameOrNull<Reauthentication>(2),
            Frequency = row.NumberOrNull(3),
            Method = row.NameOrNull<ReauthenticationMethod>(4),
            CreatedAt = row.Instant(5),
            CreatedBy = row.Text(6),
        };
}
