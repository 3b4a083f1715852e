namespace SamlSp.Directory;

/// <summary>A secret that the provisioning service authenticates with: its hash, never itself.</summary>
internal sealed class ProvisioningCredentialRow : IOrganizationOwned
{
    public required string Organization { get; init; }

    public required string Id { get; init; }

    public required string Name { get; init; }

    public required ProvisioningCredentialKind Kind { get; init; }

    /// <summary>SHA-256 of the secret, hexadecimal. The secret has 256 random bits: nothing is gained by salting it.</summary>
    public required string Hash { get; init; }

    public required string CreatedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? LastUsedAt { get; set; }
}
