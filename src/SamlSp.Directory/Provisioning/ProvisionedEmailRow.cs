namespace SamlSp.Directory;

/// <summary>An address of a provisioned person. An address belongs to one person.</summary>
internal sealed class ProvisionedEmailRow : IOrganizationOwned
{
    public required string Organization { get; init; }

    /// <summary>In lower case.</summary>
    public required string Address { get; init; }

    public required string UserId { get; init; }
}
