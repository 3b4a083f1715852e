using Microsoft.EntityFrameworkCore;
using SamlSp.AspNetCore;

namespace SamlSp.Directory;

internal sealed partial class OrganizationScope
{
    /// <summary>Org units, tracked.</summary>
    public IQueryable<OrgUnitRow> OrgUnits => _context.Set<OrgUnitRow>();

    /// <summary>The organization's units as this transaction sees them.</summary>
    public async Task<OrgUnitTree> OrgUnitTreeAsync(Organization? organization, CancellationToken cancellationToken) =>
        new(organization, await OrgUnitRowsAsync(cancellationToken));

    /// <summary>The units' rows, not tracked.</summary>
    public Task<List<OrgUnitRow>> OrgUnitRowsAsync(CancellationToken cancellationToken) =>
        OrgUnits.AsNoTracking().ToListAsync(cancellationToken);

    /// <summary>
    /// The units that the organization's saved settings declare, as this transaction sees them; null when it has no settings in the store.
    /// </summary>
    public async Task<IDictionary<string, OrgUnitOptions?>?> SavedOrgUnitsAsync(CancellationToken cancellationToken) =>
        await OrganizationRows.AsNoTracking().SingleOrDefaultAsync(cancellationToken) is { } row
            ? OrganizationSettings.ReadWithoutSecrets(row).OrgUnits
            : null;

    /// <summary>
    /// Makes sure that a user can be put into a unit: it exists, or it is created with those above it. False where the organization does
    /// not allow that.
    /// </summary>
    public async Task<bool> EnsureOrgUnitAsync(Organization? organization, string path, CancellationToken cancellationToken)
    {
        if (!OrgUnitPath.IsValid(path))
        {
            return false;
        }

        var given = new OrgUnitTree(organization, []);
        var lower = path.ToLowerInvariant();
        if (given.IsGiven(path) || await OrgUnits.AnyAsync(u => u.PathLower == lower, cancellationToken))
        {
            return true;
        }

        if (organization?.Options.UnknownOrgUnits == UnknownOrgUnits.Refuse)
        {
            return false;
        }

        await AddOrgUnitsAsync(given, path, description: null, cancellationToken);
        return true;
    }

    /// <summary>Creates a unit and those above it that are missing; false when it exists already.</summary>
    public async Task<bool> AddOrgUnitsAsync(OrgUnitTree tree, string path, string? description, CancellationToken cancellationToken)
    {
        var made = await AddOrgUnitAsync(path, description, cancellationToken);
        for (var above = OrgUnitPath.Above(path); above is not null && !tree.IsGiven(above); above = OrgUnitPath.Above(above))
        {
            await AddOrgUnitAsync(above, description: null, cancellationToken);
        }

        if (made)
        {
            await SaveAsync(cancellationToken);
        }

        return made;
    }

    /// <summary>
    /// Until the transaction ends, no session is added to the organization (exclusive), or no policy is changed (shared). SQLite has one
    /// writer anyway.
    /// </summary>
    public Task LockPoliciesAsync(bool exclusive, CancellationToken cancellationToken)
    {
        if (IsSqlite)
        {
            return Task.CompletedTask;
        }

        return exclusive
            ? _context.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(53519072, hashtext({Organization}))", cancellationToken)
            : _context.Database.ExecuteSqlAsync(
                $"SELECT pg_advisory_xact_lock_shared(53519072, hashtext({Organization}))",
                cancellationToken
            );
    }

    /// <summary>Writes what was added and changed, and announces with the commit that the organization's policies have changed.</summary>
    public async Task PublishPoliciesAsync(CancellationToken cancellationToken)
    {
        await CountPolicyChangeAsync(cancellationToken);
        await PublishAsync(
            [
                new()
                {
                    Kind = ChangeKind.PoliciesChanged,
                    Session = "",
                    Subject = Organization,
                    At = Now,
                },
            ],
            cancellationToken
        );
    }

    /// <summary>Makes sure that sign-ins which have read the policies before read them again. The lock on them must be held.</summary>
    public Task CountPolicyChangeAsync(CancellationToken cancellationToken) =>
        _context.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO "policy_versions" ("organization", "version") VALUES ({Organization}, 1)
            ON CONFLICT ("organization") DO UPDATE SET "version" = "policy_versions"."version" + 1
            """,
            cancellationToken
        );

    /// <summary>Makes the live sessions of a unit shorter where its policy requires that; returns their references.</summary>
    public async Task<IReadOnlyList<string>> ShortenSessionsAsync(
        string orgUnitPath,
        SessionPolicy policy,
        CancellationToken cancellationToken
    )
    {
        if (!policy.RequiresReauthentication)
        {
            return [];
        }

        var (frequency, instant, cause) = (policy.Frequency.Ticks, Now.UtcTicks, nameof(SessionEndCause.Policy));

        // An AuthnInstant in the future (within the clock skew) counts as the session's beginning.
        return await _context
            .Database.SqlQuery<string>(
                $"""
                UPDATE "sessions" SET "expires_at" = (CASE WHEN "authenticated_at" < "created_at" THEN "authenticated_at" ELSE "created_at"
                END) + {frequency},
                    "expires_by" = {cause}, "reauthentication_frequency" = {frequency}, "policy_from" = {policy.From}
                WHERE "organization" = {Organization} AND "org_unit_path" = {orgUnitPath} AND "ended_at" IS NULL AND "expires_at" >
                {instant}
                    AND "expires_at" > (CASE WHEN "authenticated_at" < "created_at" THEN "authenticated_at" ELSE "created_at" END) +
                    {frequency}
                RETURNING "reference" AS "Value"
                """
            )
            .ToListAsync(cancellationToken);
    }

    /// <summary>
    /// Makes live sessions shorter that are longer than the operator's maximum; returns their references. Counted as in
    /// <see cref="SessionEnd.Create"/>.
    /// </summary>
    public async Task<IReadOnlyList<string>> BoundSessionsAsync(TimeSpan maximum, CancellationToken cancellationToken)
    {
        var (longest, instant, cause) = (maximum.Ticks, Now.UtcTicks, nameof(SessionEndCause.OperatorMaximum));
        return await _context
            .Database.SqlQuery<string>(
                $"""
                UPDATE "sessions" SET "expires_at" = (CASE WHEN "authenticated_at" < "created_at" AND "authenticated_at" + {longest} >
                "created_at" THEN "authenticated_at" ELSE "created_at" END) + {longest}, "expires_by" = {cause}
                WHERE "organization" = {Organization} AND "ended_at" IS NULL AND "expires_at" > {instant}
                    AND "expires_at" > (CASE WHEN "authenticated_at" < "created_at" AND "authenticated_at" + {longest} > "created_at" THEN
                    "authenticated_at" ELSE "created_at" END) + {longest}
                RETURNING "reference" AS "Value"
                """
            )
            .ToListAsync(cancellationToken);
    }

    private async Task<bool> AddOrgUnitAsync(string path, string? description, CancellationToken cancellationToken)
    {
        // Two transactions may add the unit at once: that is no conflict.
        var added = await _context.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO "org_units" ("organization", "path_lower", "path", "description", "created_at", "created_by") VALUES
            ({Organization}, {path.ToLowerInvariant()}, {path}, {description}, {Now.UtcTicks}, {Actor}) ON CONFLICT DO NOTHING
            """,
            cancellationToken
        );
        if (added == 1)
        {
            Audit(AuditActions.OrgUnitCreated, path);
        }

        return added == 1;
    }
}
