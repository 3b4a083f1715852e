using Microsoft.EntityFrameworkCore;
using SamlSp.AspNetCore;

namespace SamlSp.Directory;

internal sealed partial class OrganizationScope
{
    /// <summary>The organization's own row, tracked; none when it is declared in the configuration.</summary>
    public IQueryable<OrganizationRow> OrganizationRows => _context.Set<OrganizationRow>();

    /// <summary>Makes these the organization's domains.</summary>
    public async Task SetDomainsAsync(IEnumerable<string> domains, CancellationToken cancellationToken)
    {
        var wanted = domains.Select(DomainName.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var row in await _context.Set<OrganizationDomainRow>().ToListAsync(cancellationToken))
        {
            if (!wanted.Remove(row.Domain))
            {
                _context.Remove(row);
            }
        }

        _context.AddRange(wanted.Select(domain => new OrganizationDomainRow { Organization = Organization, Domain = domain }));
    }

    /// <summary>Writes what was added and changed, and announces with the commit that nodes must load the organization again.</summary>
    public Task PublishOrganizationAsync(CancellationToken cancellationToken) =>
        PublishAsync(
            [
                new ChangeRow
                {
                    Kind = ChangeKind.OrganizationChanged,
                    Session = "",
                    Subject = Organization,
                    At = Now,
                },
            ],
            cancellationToken
        );
}
