using Microsoft.EntityFrameworkCore;
using SamlSp.AspNetCore;

namespace SamlSp.Directory;

/// <summary>Org units in the store, for administration.</summary>
internal sealed partial class OrgUnitDirectory(Store store, OrganizationLookup organizations, OrgUnitPolicyCache policyCache, TimeProvider clock) : IOrgUnitDirectory
{
    private const int LongestDescription = 1000;

    /// <inheritdoc />
    public Task<IReadOnlyList<OrgUnit>> ListAsync(string organization, CancellationToken cancellationToken) => store.ReadAsync(organization, async scope =>
    {
        var tree = await scope.OrgUnitTreeAsync(organizations.Find(organization), cancellationToken);
        return tree.Units(await CountAsync(scope, cancellationToken));
    }, cancellationToken);

    /// <inheritdoc />
    public async Task<OrgUnit?> FindAsync(string organization, string path, CancellationToken cancellationToken) =>
        (await ListAsync(organization, cancellationToken)).FirstOrDefault(unit => string.Equals(unit.Path, path, StringComparison.OrdinalIgnoreCase));

    /// <inheritdoc />
    public Task<OrgUnitChange> CreateAsync(string organization, string path, string? description, string actor, CancellationToken cancellationToken) => ChangeAsync(organization, path, actor, async (scope, tree, row) =>
        row is not null || tree.IsGiven(path) || !await scope.AddOrgUnitsAsync(tree, path, Cut(description), actor, clock.GetUtcNow(), cancellationToken) ? OrgUnitChange.AlreadyThere : OrgUnitChange.Done, cancellationToken);

    /// <inheritdoc />
    public Task<OrgUnitChange> DescribeAsync(string organization, string path, string? description, string actor, CancellationToken cancellationToken) => ChangeAsync(organization, path, actor, async (scope, tree, row) =>
    {
        if (tree.IsDeclared(path)) return OrgUnitChange.Declared;
        row ??= await MakeGivenAsync(scope, tree, path, actor, cancellationToken);
        if (row is null) return OrgUnitChange.NotFound;
        if (row.Description == Cut(description)) return OrgUnitChange.Unchanged;
        row.Description = Cut(description);
        scope.Audit(clock.GetUtcNow(), actor, AuditActions.OrgUnitDescribed, row.Path);
        await scope.SaveAsync(cancellationToken);
        return OrgUnitChange.Done;
    }, cancellationToken);

    /// <inheritdoc />
    public Task<OrgUnitChange> DeleteAsync(string organization, string path, string actor, CancellationToken cancellationToken) => ChangeAsync(organization, path, actor, async (scope, tree, row) =>
    {
        if (tree.IsDeclared(path)) return OrgUnitChange.Declared;
        if (row is null) return OrgUnitChange.NotFound;
        if (await scope.Users.InUnit(path, below: true).AnyAsync(u => u.DeletedAt == null, cancellationToken)) return OrgUnitChange.NotEmpty;
        if (tree.IsGiven(path)) return OrgUnitChange.NotEmpty;
        var below = row.PathLower + "/";
        if (await scope.OrgUnits.AnyAsync(u => u.PathLower.StartsWith(below), cancellationToken)) return OrgUnitChange.NotEmpty;
        scope.Remove(row);
        scope.Audit(clock.GetUtcNow(), actor, AuditActions.OrgUnitDeleted, row.Path);
        await scope.PublishPoliciesAsync(clock.GetUtcNow(), cancellationToken);
        return OrgUnitChange.Done;
    }, cancellationToken);

    private static string? Cut(string? description) => string.IsNullOrWhiteSpace(description) ? null : description.Trim() is { Length: > LongestDescription } text ? text[..LongestDescription] : description.Trim();

    /// <summary>How many people are where, by path in lower case.</summary>
    private static async Task<Dictionary<string, int>> CountAsync(OrganizationScope scope, CancellationToken cancellationToken)
    {
        // The shape that an index answers without a row; markers of deleted people are taken off.
        var all = await scope.Users.GroupBy(u => u.OrgUnitLower).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, StringComparer.Ordinal, cancellationToken);
        var gone = await scope.Users.Where(u => u.DeletedAt != null).GroupBy(u => u.OrgUnitLower).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(cancellationToken);
        foreach (var unit in gone) all[unit.Key] -= unit.Count;
        return all;
    }

    /// <summary>A row for a unit that is there without one; null when it is not there.</summary>
    private async Task<OrgUnitRow?> MakeGivenAsync(OrganizationScope scope, OrgUnitTree tree, string path, string actor, CancellationToken cancellationToken)
    {
        var lower = path.ToLowerInvariant();
        if (!tree.IsGiven(path) && !await scope.Users.AnyAsync(u => u.OrgUnitLower == lower, cancellationToken)) return null;
        await scope.AddOrgUnitsAsync(tree, path, description: null, actor, clock.GetUtcNow(), cancellationToken);
        return await FindRowAsync(scope, path, cancellationToken);
    }

    private static Task<OrgUnitRow?> FindRowAsync(OrganizationScope scope, string path, CancellationToken cancellationToken)
    {
        var lower = path.ToLowerInvariant();
        return scope.OrgUnits.FirstOrDefaultAsync(u => u.PathLower == lower, cancellationToken);
    }

    private async Task<OrgUnitChange> ChangeAsync(string organization, string path, string actor, Func<OrganizationScope, OrgUnitTree, OrgUnitRow?, Task<OrgUnitChange>> change, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(actor);
        if (!OrgUnitPath.IsValid(path)) return OrgUnitChange.PathInvalid;
        var result = await store.WriteAsync(organization, async scope =>
        {
            await scope.LockPoliciesAsync(exclusive: true, cancellationToken);
            return await change(scope, await scope.OrgUnitTreeAsync(organizations.Find(organization), cancellationToken), await FindRowAsync(scope, path, cancellationToken));
        }, cancellationToken);
        if (result == OrgUnitChange.Done) policyCache.Clear();
        return result;
    }
}
