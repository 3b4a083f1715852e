namespace SamlSp.Directory;

/// <summary>A domain of a stored organization, by <see cref="AspNetCore.DomainName.Key"/>.</summary>
internal sealed class OrganizationDomainRow : IOrganizationOwned
{
    public required string Organization { get; init; }

    public required string Domain { get; init; }
}
