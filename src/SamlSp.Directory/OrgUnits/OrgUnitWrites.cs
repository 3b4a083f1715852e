namespace SamlSp.Directory;

/// <summary>Adds the creation of org units to a batch.</summary>
internal static class OrgUnitWrites
{
    private static readonly OrganizationSql Add = new(
        "INSERT INTO org_units (organization, path_lower, path, created_at, created_by) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING"
    );

    private static readonly OrganizationSql Audit = new(
        "INSERT INTO audit_entries (organization, at, actor, action, target)"
            + " SELECT organization, created_at, created_by, $3, path FROM org_units"
            + " WHERE organization = $1 AND path_lower = $2 AND created_at = $4 AND created_by = $5"
    );

    /// <summary>Creates those of the units that are not there yet, each with its audit entry.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="organization">The organization's name in lower case.</param>
    /// <param name="paths">The paths, as <see cref="MissingOrgUnits"/> finds them.</param>
    /// <param name="now">The instant, UTC.</param>
    /// <param name="actor">Whom the audit trail names.</param>
    public static void AddOrgUnits(
        this StatementBatch batch,
        string organization,
        IReadOnlyList<string> paths,
        DateTimeOffset now,
        string actor
    )
    {
        foreach (var path in paths)
        {
            var lower = path.ToLowerInvariant();
            batch.Add(organization, Add, lower, path, now, actor);
            batch.Add(organization, Audit, lower, AuditActions.OrgUnitCreated, now, actor);
        }
    }
}
