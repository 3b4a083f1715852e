using Microsoft.EntityFrameworkCore;
using SamlSp.AspNetCore;

namespace SamlSp.Directory;

/// <summary>Org units in the store, for administration.</summary>
internal sealed partial class OrgUnitDirectory(Store store, OrganizationLookup organizations, OrgUnitPolicyCache policyCache)
    : IOrgUnitDirectory
{
    private const int MaxDescriptionLength = 1000;

    /// <summary>
    /// How many units without a row are asked for, one by one, how they are written: sign-ins and administrators leave rows, so that there
    /// are few.
    /// </summary>
    private const int MaxSpelled = 100;

    /// <inheritdoc />
    public Task<IReadOnlyList<OrgUnit>> ListAsync(string organization, CancellationToken cancellationToken) =>
        store.ReadAsync(
            organization,
            async scope =>
            {
                var tree = await scope.OrgUnitTreeAsync(organizations.Find(organization), cancellationToken);
                var people = await CountAsync(scope.Users, cancellationToken);
                return tree.Units(people, await SpellAsync(scope, tree.Unwritten(people.Keys), cancellationToken));
            },
            cancellationToken
        );

    /// <inheritdoc />
    public Task<OrgUnit?> FindAsync(string organization, string path, CancellationToken cancellationToken) =>
        store.ReadAsync(
            organization,
            async scope =>
            {
                var tree = await scope.OrgUnitTreeAsync(organizations.Find(organization), cancellationToken);
                var lower = path.ToLowerInvariant();

                // One range of the index: what merely begins alike is counted with it, and is no unit above anybody's.
                var people = await CountAsync(scope.Users.BeginningWith(lower), cancellationToken);
                var spelled = await SpellAsync(
                    scope,
                    tree.Unwritten(people.Keys.Where(unit => unit == lower || unit.StartsWith(lower + "/", StringComparison.Ordinal))),
                    cancellationToken
                );
                return tree.Units(people, spelled)
                    .FirstOrDefault(unit => string.Equals(unit.Path, path, StringComparison.OrdinalIgnoreCase));
            },
            cancellationToken
        );

    /// <inheritdoc />
    public Task<OrgUnitChange> CreateAsync(
        string organization,
        string path,
        string? description,
        string actor,
        CancellationToken cancellationToken
    ) =>
        ChangeAsync(
            organization,
            path,
            actor,
            async (scope, tree, row) =>
                row is not null || tree.IsGiven(path) || !await scope.AddOrgUnitsAsync(tree, path, Cut(description), cancellationToken)
                    ? OrgUnitChange.AlreadyThere
                    : OrgUnitChange.Done,
            cancellationToken
        );

    /// <inheritdoc />
    public Task<OrgUnitChange> DescribeAsync(
        string organization,
        string path,
        string? description,
        string actor,
        CancellationToken cancellationToken
    ) =>
        ChangeAsync(
            organization,
            path,
            actor,
            async (scope, tree, row) =>
            {
                if (tree.IsDeclared(path))
                {
                    return OrgUnitChange.Declared;
                }

                row ??= await MakeGivenAsync(scope, tree, path, cancellationToken);
                if (row is null)
                {
                    return OrgUnitChange.NotFound;
                }

                if (row.Description == Cut(description))
                {
                    return OrgUnitChange.Unchanged;
                }

                row.Description = Cut(description);
                scope.Audit(AuditActions.OrgUnitDescribed, row.Path);
                await scope.SaveAsync(cancellationToken);
                return OrgUnitChange.Done;
            },
            cancellationToken
        );

    /// <inheritdoc />
    public Task<OrgUnitChange> DeleteAsync(string organization, string path, string actor, CancellationToken cancellationToken) =>
        ChangeAsync(
            organization,
            path,
            actor,
            async (scope, tree, row) =>
            {
                if (tree.IsDeclared(path))
                {
                    return OrgUnitChange.Declared;
                }

                if (row is null)
                {
                    return OrgUnitChange.NotFound;
                }

                if (await scope.Users.InUnit(path, below: true).AnyAsync(u => u.DeletedAt == null, cancellationToken))
                {
                    return OrgUnitChange.NotEmpty;
                }

                if (tree.IsGiven(path))
                {
                    return OrgUnitChange.NotEmpty;
                }

                var below = row.PathLower + "/";
                if (await scope.OrgUnits.AnyAsync(u => u.PathLower.StartsWith(below), cancellationToken))
                {
                    return OrgUnitChange.NotEmpty;
                }

                if (row.Policy is { } policy)
                {
                    await scope.AddHistoryAsync(
                        SettingsHistoryKind.Policy,
                        row.Path,
                        PolicyJson.Write(policy),
                        after: null,
                        secretsChanged: false,
                        cancellationToken
                    );
                }

                scope.Remove(row);
                scope.Audit(AuditActions.OrgUnitDeleted, row.Path);
                await scope.PublishPoliciesAsync(cancellationToken);
                return OrgUnitChange.Done;
            },
            cancellationToken
        );

    private static string? Cut(string? description) =>
        string.IsNullOrWhiteSpace(description) ? null
        : description.Trim() is { Length: > MaxDescriptionLength } text ? text[..MaxDescriptionLength]
        : description.Trim();

    /// <summary>How many users are where, by path in lower case: an index without those who are deleted answers.</summary>
    private static Task<Dictionary<string, int>> CountAsync(IQueryable<UserRow> users, CancellationToken cancellationToken) =>
        users
            .Where(u => u.DeletedAt == null)
            .GroupBy(u => u.OrgUnitLower)
            .Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, StringComparer.Ordinal, cancellationToken);

    /// <summary>Paths that only user records have, as the first of these writes them.</summary>
    private static async Task<IReadOnlyList<string>> SpellAsync(
        OrganizationScope scope,
        IEnumerable<string> units,
        CancellationToken cancellationToken
    )
    {
        var spelled = new List<string>();
        foreach (var unit in units.Take(MaxSpelled))
        {
            var first = scope.Users.Where(u => u.OrgUnitLower == unit && u.DeletedAt == null).OrderBy(u => u.CreatedAt);
            if (await first.Select(u => u.OrgUnitPath).FirstOrDefaultAsync(cancellationToken) is { } path)
            {
                spelled.Add(path);
            }
        }

        return spelled;
    }

    /// <summary>A row for a unit that is there without one; null when it is not there.</summary>
    private static async Task<OrgUnitRow?> MakeGivenAsync(
        OrganizationScope scope,
        OrgUnitTree tree,
        string path,
        CancellationToken cancellationToken
    )
    {
        var lower = path.ToLowerInvariant();
        if (!tree.IsGiven(path) && !await scope.Users.AnyAsync(u => u.OrgUnitLower == lower, cancellationToken))
        {
            return null;
        }

        await scope.AddOrgUnitsAsync(tree, path, description: null, cancellationToken);
        return await FindRowAsync(scope, path, cancellationToken);
    }

    private static Task<OrgUnitRow?> FindRowAsync(OrganizationScope scope, string path, CancellationToken cancellationToken)
    {
        var lower = path.ToLowerInvariant();
        return scope.OrgUnits.FirstOrDefaultAsync(u => u.PathLower == lower, cancellationToken);
    }

    private async Task<OrgUnitChange> ChangeAsync(
        string organization,
        string path,
        string actor,
        Func<OrganizationScope, OrgUnitTree, OrgUnitRow?, Task<OrgUnitChange>> change,
        CancellationToken cancellationToken
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(actor);
        if (!OrgUnitPath.IsValid(path))
        {
            return OrgUnitChange.PathInvalid;
        }

        var result = await store.WriteAsync(
            organization,
            actor,
            async scope =>
            {
                await scope.LockPoliciesAsync(exclusive: true, cancellationToken);
                return await change(
                    scope,
                    await scope.OrgUnitTreeAsync(organizations.Find(organization), cancellationToken),
                    await FindRowAsync(scope, path, cancellationToken)
                );
            },
            cancellationToken
        );
        if (result == OrgUnitChange.Done)
        {
            policyCache.Clear();
        }

        return result;
    }
}
