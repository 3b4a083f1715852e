namespace SamlSp.Directory;

/// <summary>
/// The statements that read the stored organizations, as both databases understand them: to be known at every sign-in page, all are read at
/// start.
/// </summary>
internal static class StoredOrganizationSql
{
    private const string Columns = "SELECT organization, name, settings, secrets, issuer, revision, created_at, updated_at, updated_by";

    public static readonly OrganizationSql Find = new(Columns + " FROM organizations WHERE organization = $1");

    private static readonly UnownedSql All = new(
        SqlText.WideTag + "organizations\n" + Columns + " FROM organizations ORDER BY organization"
    );

    private static readonly UnownedSql Domains = new(SqlText.WideTag + "domains\nSELECT domain, organization FROM organization_domains");

    /// <summary>All stored organizations.</summary>
    public static async Task<List<OrganizationRow>> ReadAllAsync(Store store, CancellationToken cancellationToken) =>
        [.. (await store.ReadAsync(All, [], cancellationToken)).Select(ToRow)];

    /// <summary>The organization of each domain of stored organizations, whether in use or not.</summary>
    public static async Task<Dictionary<string, string>> ReadDomainsAsync(Store store, CancellationToken cancellationToken) =>
        (await store.ReadAsync(Domains, [], cancellationToken)).ToDictionary(
            row => row.Text(0),
            row => row.Text(1),
            StringComparer.Ordinal
        );

    /// <summary>A row that one of the statements found.</summary>
    public static OrganizationRow ToRow(SqlRow row) =>
        new()
        {
            Organization = row.Text(0),
            Name = row.Text(1),
            Settings = row.Text(2),
            Secrets = row.TextOrNull(3),
            Issuer = row.TextOrNull(4),
            Revision = (int)row.Number(5),
            CreatedAt = row.Instant(6),
            UpdatedAt = row.Instant(7),
            UpdatedBy = row.Text(8),
        };
}
