namespace SamlSp.Directory;

/// <summary>The statements that find a provisioning secret, which each request does.</summary>
internal static class ProvisioningCredentialSql
{
    private const string Select =
        "SELECT id, name, kind, created_by, created_at, expires_at, last_used_at FROM provisioning_credentials WHERE organization = $1";

    public static readonly OrganizationSql ByHash = new(Select + " AND hash = $2 AND kind = $3");

    public static readonly OrganizationSql ById = new(Select + " AND id = $2");

    public static readonly OrganizationSql NoteUse = new(
        "UPDATE provisioning_credentials SET last_used_at = $3 WHERE organization = $1 AND id = $2"
    );

    public static ProvisioningCredential Read(SqlRow row) =>
        new(
            row.Text(0),
            row.Text(1),
            row.Name<ProvisioningCredentialKind>(2),
            row.Text(3),
            row.Instant(4),
            row.Instant(5),
            row.InstantOrNull(6)
        );
}
