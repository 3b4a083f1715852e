namespace SamlSp.Directory;

internal sealed partial class OrganizationScope
{
    /// <summary>The organization's own row, tracked; none when it is declared in the configuration.</summary>
    public IQueryable<OrganizationRow> OrganizationRows => _context.Set<OrganizationRow>();

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
