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
    /// Sees to it that somebody can be put into a unit: it is there, or the organization lets it be made with those above it. False where
    /// it may not.
    /// </summary>
    public async Task<bool> EnsureOrgUnitAsync(
        Organization? organization,
        string path,
        string actor,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
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

        await AddOrgUnitsAsync(given, path, description: null, actor, now, cancellationToken);
        return true;
    }

    /// <summary>Makes a unit and those above it that are missing; false when it was there.</summary>
    public async Task<bool> AddOrgUnitsAsync(
        OrgUnitTree tree,
        string path,
        string? description,
        string actor,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var made = await AddOrgUnitAsync(path, description, actor, now, cancellationToken);
        for (var above = OrgUnitPath.Above(path); above is not null && !tree.IsGiven(above); above = OrgUnitPath.Above(above))
        {
            await AddOrgUnitAsync(above, description: null, actor, now, cancellationToken);
        }

        if (made)
        {
            await SaveAsync(cancellationToken);
        }

        return made;
    }

    /// <summary>
    /// Holds back sessions that are about to be added to the organization until the transaction ends (exclusive), or a change of policy
    /// (shared). SQLite has one writer anyway.
    /// </summary>
    public Task LockPoliciesAsync(bool exclusive, CancellationToken cancellationToken)
    {
        if (_settings.IsSqlite)
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

    /// <summary>Makes the live sessions of a unit shorter where its policy wants that; returns their references.</summary>
    public async Task<IReadOnlyList<string>> ShortenSessionsAsync(
        string orgUnitPath,
        SessionPolicy policy,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        if (!policy.RequiresReauthentication)
        {
            return [];
        }

        var (frequency, instant, cause) = (policy.Frequency.Ticks, now.UtcTicks, nameof(SessionEndCause.Policy));

        // An AuthnInstant in the future (within the clock skew) counts as the session's beginning.
        return await _context
            .Database.SqlQuery<string>(
                $"""
                UPDATE "sessions" SET "expires_at" = (CASE WHEN "authenticated_at" < "created_at" THEN "authenticated_at" ELSE "created_at" END) + {frequency},
                    "expires_by" = {cause}, "reauthentication_frequency" = {frequency}, "policy_from" = {policy.From}
                WHERE "organization" = {Organization} AND "org_unit_path" = {orgUnitPath} AND "ended_at" IS NULL AND "expires_at" > {instant}
                    AND "expires_at" > (CASE WHEN "authenticated_at" < "created_at" THEN "authenticated_at" ELSE "created_at" END) + {frequency}
                RETURNING "reference" AS "Value"
                """
            )
            .ToListAsync(cancellationToken);
    }

    /// <summary>
    /// Makes live sessions shorter that are longer than the operator's maximum; returns their references. Counted as in
    /// <see cref="SessionEnd.Of"/>.
    /// </summary>
    public async Task<IReadOnlyList<string>> BoundSessionsAsync(TimeSpan maximum, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (longest, instant, cause) = (maximum.Ticks, now.UtcTicks, nameof(SessionEndCause.OperatorMaximum));
        return await _context
            .Database.SqlQuery<string>(
                $"""
                UPDATE "sessions" SET "expires_at" = (CASE WHEN "authenticated_at" < "created_at" AND "authenticated_at" + {longest} > "created_at" THEN "authenticated_at" ELSE "created_at" END) + {longest}, "expires_by" = {cause}
                WHERE "organization" = {Organization} AND "ended_at" IS NULL AND "expires_at" > {instant}
                    AND "expires_at" > (CASE WHEN "authenticated_at" < "created_at" AND "authenticated_at" + {longest} > "created_at" THEN "authenticated_at" ELSE "created_at" END) + {longest}
                RETURNING "reference" AS "Value"
                """
            )
            .ToListAsync(cancellationToken);
    }

    private async Task<bool> AddOrgUnitAsync(
        string path,
        string? description,
        string actor,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        // Two who come first at once are no conflict.
        var added = await _context.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO "org_units" ("organization", "path_lower", "path", "description", "created_at", "created_by") VALUES ({Organization}, {path.ToLowerInvariant()}, {path}, {description}, {now.UtcTicks}, {actor}) ON CONFLICT DO NOTHING
            """,
            cancellationToken
        );
        if (added == 1)
        {
            Audit(now, actor, AuditActions.OrgUnitCreated, path);
        }

        return added == 1;
    }
}
