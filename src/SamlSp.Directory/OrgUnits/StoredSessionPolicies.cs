using SamlSp.AspNetCore;

namespace SamlSp.Directory;

/// <summary>The policies that the configuration declares, and those that were set at run time.</summary>
internal sealed class StoredSessionPolicies(Store store, ChangeFeed feed, OrgUnitPolicyCache cache, OrganizationLookup organizations)
    : ISessionPolicies
{
    /// <inheritdoc />
    public ValueTask<SessionPolicy> AtAsync(Organization organization, string orgUnitPath, CancellationToken cancellationToken) =>
        feed.IsFresh && cache.Find(organization) is { } policies
            ? new(policies.At(orgUnitPath))
            : new(LoadAsync(organization, orgUnitPath, cancellationToken));

    private async Task<SessionPolicy> LoadAsync(Organization organization, string orgUnitPath, CancellationToken cancellationToken)
    {
        var generation = cache.Generation;
        var (policies, version) = await store.ReadAsync(
            organization.Name,
            async scope =>
            {
                // The version first: what is changed in between is found out by the next sign-in.
                var version = await scope.PolicyVersionAsync(cancellationToken);
                var saved = organizations.IsDeclared(organization.Name) ? null : await scope.SavedOrgUnitsAsync(cancellationToken);
                var rows = await scope.OrgUnitRowsAsync(cancellationToken);
                return (new OrgUnitTree(saved ?? organization.Options.OrgUnits, rows).Policies, version);
            },
            cancellationToken
        );
        cache.Add(organization, policies, version, generation);
        return policies.At(orgUnitPath);
    }
}
