namespace SamlSp.Directory;

/// <summary>The statements on an organization's last good metadata, as both databases understand them.</summary>
internal static class MetadataSql
{
    public static readonly OrganizationSql Find = new(
        "SELECT organization_name, source, document, read_at, keys, withdrawn_keys, keys_changed_at"
            + " FROM identity_provider_metadata WHERE organization = $1"
    );

    /// <summary>The first of an organization; another node may be first.</summary>
    public static readonly OrganizationSql AddFirst = new(
        "INSERT INTO identity_provider_metadata (organization, organization_name, source, document, read_at, keys, withdrawn_keys,"
            + " keys_changed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING"
    );

    /// <summary>A newer document with the same keys, unless the row is not what it was.</summary>
    public static readonly OrganizationSql Renew = new(
        "UPDATE identity_provider_metadata SET source = $2, document = $3, read_at = $4"
            + " WHERE organization = $1 AND read_at = $5 AND keys = $6 AND withdrawn_keys = $7"
    );

    /// <summary>A row that <see cref="Find"/> found.</summary>
    public static MetadataRow ToRow(string organization, SqlRow row) =>
        new()
        {
            Organization = OrganizationScope.Key(organization),
            OrganizationName = row.Text(0),
            Source = row.Text(1),
            Document = row.BytesOrNull(2)!,
            ReadAt = row.Instant(3),
            Keys = row.Text(4),
            WithdrawnKeys = row.Text(5),
            KeysChangedAt = row.InstantOrNull(6),
        };
}
