namespace SamlSp.Directory;

/// <summary>An e-mail address of a provisioned user. Several users may have one address: it is no key.</summary>
internal sealed class ProvisionedEmailRow : IOrganizationOwned
{
    public required string Organization { get; init; }

    /// <summary>In lower case.</summary>
    public required string Address { get; init; }

    public required string UserId { get; init; }
}
