namespace SamlSp.Directory;

/// <summary>A provisioning secret, without the secret.</summary>
/// <param name="Id">The credential's ID; for a client secret also the client ID.</param>
/// <param name="Name">The name that an administrator gave it.</param>
/// <param name="Kind">How it is used.</param>
/// <param name="CreatedBy">Who made it.</param>
/// <param name="CreatedAt">When, UTC.</param>
/// <param name="ExpiresAt">From when on it is refused, UTC.</param>
/// <param name="LastUsedAt">When it was last used, UTC, give or take five minutes; null for never.</param>
internal sealed record ProvisioningCredential(
    string Id,
    string Name,
    ProvisioningCredentialKind Kind,
    string CreatedBy,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt,
    DateTimeOffset? LastUsedAt
);
