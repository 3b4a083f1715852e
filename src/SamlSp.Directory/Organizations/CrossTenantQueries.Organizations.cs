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
}
