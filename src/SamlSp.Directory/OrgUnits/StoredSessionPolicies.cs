using SamlSp.AspNetCore;

namespace SamlSp.Directory;

/// <summary>The policies that the configuration declares, and those that were set at run time.</summary>
internal sealed class StoredSessionPolicies(Store store, ChangeFeed feed, OrgUnitPolicyCache cache) : ISessionPolicies
{
    /// <inheritdoc />
    public ValueTask<SessionPolicy> AtAsync(Organization organization, string orgUnitPath, CancellationToken cancellationToken) =>
        feed.IsFresh && cache.Find(organization) is { } policies
            ? new(policies.At(orgUnitPath))
            : new(LoadAsync(organization, orgUnitPath, cancellationToken));

    private async Task<SessionPolicy> LoadAsync(Organization organization, string orgUnitPath, CancellationToken cancellationToken)
    {
        var generation = cache.Generation;
        var tree = await store.ReadAsync(
            organization.Name,
            scope => scope.OrgUnitTreeAsync(organization, cancellationToken),
            cancellationToken
        );
        cache.Add(organization, tree.Policies, generation);
        return tree.Policies.At(orgUnitPath);
    }
}
