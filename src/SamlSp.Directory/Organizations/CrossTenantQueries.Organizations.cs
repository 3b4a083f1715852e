using Microsoft.EntityFrameworkCore;

namespace SamlSp.Directory;

internal sealed partial class CrossTenantQueries
{
    /// <summary>All stored organizations: to be known at every sign-in page, they are read across organizations.</summary>
    public Task<List<OrganizationRow>> OrganizationsAsync(CancellationToken cancellationToken) =>
        _context
            .Set<OrganizationRow>()
            .TagWith("store-wide: organizations")
            .IgnoreQueryFilters()
            .AsNoTracking()
            .OrderBy(o => o.Organization)
            .ToListAsync(cancellationToken);

    /// <summary>The organization of each domain of stored organizations, whether in use or not.</summary>
    public Task<Dictionary<string, string>> OrganizationsOfDomainsAsync(CancellationToken cancellationToken) =>
        _context
            .Set<OrganizationDomainRow>()
            .TagWith("store-wide: domains")
            .IgnoreQueryFilters()
            .AsNoTracking()
            .ToDictionaryAsync(d => d.Domain, d => d.Organization, StringComparer.Ordinal, cancellationToken);
}
