namespace SamlSp.Directory;

/// <summary>What a user's row had when it was read, and must have when it is written.</summary>
/// <param name="TenantId">The tenant.</param>
/// <param name="ObjectIdLower">The object ID in lower case.</param>
/// <param name="UpdatedAt">When it was changed last.</param>
/// <param name="RightsVersion">The count of the changes of rights.</param>
/// <param name="Suspended">Whether the user was suspended.</param>
internal sealed record UserVersion(string TenantId, string? ObjectIdLower, DateTimeOffset UpdatedAt, long RightsVersion, bool Suspended)
{
    public static UserVersion From(UserRow user) =>
        new(user.TenantId, user.ObjectIdLower, user.UpdatedAt, user.RightsVersion, user.Suspended);
}
