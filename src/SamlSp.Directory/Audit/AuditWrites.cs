namespace SamlSp.Directory;

/// <summary>Adds entries of the audit trail to a batch.</summary>
internal static class AuditWrites
{
    private static readonly OrganizationSql Insert = new(
        "INSERT INTO audit_entries (organization, at, actor, action, target, reference, code, details)"
            + " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
    );

    /// <summary>Adds an entry. Its number is given by the store.</summary>
    public static void AddAudit(this StatementBatch batch, AuditRow entry) =>
        batch.Add(
            entry.Organization,
            Insert,
            entry.At,
            entry.Actor,
            entry.Action,
            entry.Target,
            entry.Reference,
            entry.Code,
            entry.Details
        );
}
