using SamlSp.AspNetCore;

namespace SamlSp.Directory;

/// <summary>The org units that a user can be moved to, with their policies. Users are not counted: that would read all of them.</summary>
internal sealed class OrgUnitChoices(Store store, OrganizationLookup organizations)
{
    private static readonly Dictionary<string, int> NotCounted = [];

    /// <summary>All units, by path.</summary>
    public Task<IReadOnlyList<OrgUnit>> ListAsync(string organization, CancellationToken cancellationToken) =>
        store.ReadAsync(
            organization,
            async scope => (await scope.OrgUnitTreeAsync(organizations.Find(organization), cancellationToken)).Units(NotCounted, []),
            cancellationToken
        );

    /// <summary>The policy that holds at a path, whether there is a unit or not.</summary>
    public Task<SessionPolicy> PolicyAsync(string organization, string path, CancellationToken cancellationToken) =>
        store.ReadAsync(
            organization,
            async scope => (await scope.OrgUnitTreeAsync(organizations.Find(organization), cancellationToken)).Policies.At(path),
            cancellationToken
        );
}
