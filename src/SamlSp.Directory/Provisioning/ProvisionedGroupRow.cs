namespace SamlSp.Directory;

/// <summary>A group that was provisioned.</summary>
internal sealed class ProvisionedGroupRow : IOrganizationOwned
{
    public required string Organization { get; init; }

    public required string Id { get; init; }

    /// <summary>SCIM's externalId, the object ID at Entra; case-exact, unique in the organization.</summary>
    public string? ExternalId { get; set; }

    public required string DisplayName
    {
        get;
        set => (field, DisplayNameLower) = (value, value.ToLowerInvariant());
    }

    /// <summary>Set with <see cref="DisplayName"/>: names are compared without case.</summary>
    public string DisplayNameLower { get; private set; } = "";

    /// <summary>Counts the changes, members included.</summary>
    public required long Version { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; set; }
}
