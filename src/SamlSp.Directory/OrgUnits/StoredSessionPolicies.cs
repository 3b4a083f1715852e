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
        var (generation, key, batch) = (cache.Generation, OrganizationScope.Key(organization.Name), new StatementBatch());

        // The version first: what is changed in between is found out by the next sign-in.
        batch.Add(key, SignInSql.PolicyVersion);
        batch.Add(key, PolicySql.Units);
        if (!organizations.IsDeclared(organization.Name))
        {
            batch.Add(key, StoredOrganizationSql.Find);
        }

        var results = await store.ReadAsync(batch, cancellationToken);
        var saved =
            results.Count > 2 && results[2].Rows is [var row]
                ? OrganizationSettings.ReadWithoutSecrets(StoredOrganizationSql.ToRow(row)).OrgUnits
                : null;
        var units = results[1].Rows.Select(unit => PolicySql.ToUnit(key, unit)).ToList();
        var policies = new OrgUnitTree(saved ?? organization.Options.OrgUnits, units).Policies;
        cache.Add(organization, policies, results[0].Rows.Select(version => version.Number(0)).FirstOrDefault(), generation);
        return policies.At(orgUnitPath);
    }
}
