namespace SamlSp.Directory;

/// <summary>A user's membership in a provisioned group.</summary>
internal sealed class ProvisionedMemberRow : IOrganizationOwned
{
    public required string Organization { get; init; }

    public required string GroupId { get; init; }

    public required string UserId { get; init; }
}
