namespace SamlSp.Directory;

internal sealed partial class OrganizationScope
{
    /// <summary>The organization's own row, tracked; none when it is declared in the configuration.</summary>
    public IQueryable<OrganizationRow> OrganizationRows => _context.Set<OrganizationRow>();

    /// <summary>Tells all nodes, with the transaction's commit, that the organization is to be loaded anew.</summary>
    public Task PublishOrganizationAsync(DateTimeOffset at, CancellationToken cancellationToken) =>
        PublishAsync(
            [
                new ChangeRow
                {
                    Kind = ChangeKind.OrganizationChanged,
                    Session = "",
                    Subject = Organization,
                    At = at,
                },
            ],
            cancellationToken
        );
}
