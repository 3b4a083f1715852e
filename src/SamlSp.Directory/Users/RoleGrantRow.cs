namespace SamlSp.Directory;

/// <summary>A role that was granted to a user here, besides those by group.</summary>
internal sealed class RoleGrantRow : IOrganizationOwned
{
    public required string Organization { get; init; }

    public required string UserId { get; init; }

    public required string Role { get; init; }

    public required DateTimeOffset GrantedAt { get; init; }

    /// <summary>Who granted it, as the audit trail names them; null where that is not known.</summary>
    public string? GrantedBy { get; init; }
}
