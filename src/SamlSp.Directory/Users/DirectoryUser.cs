using SamlSp.Claims;

namespace SamlSp.Directory;

/// <summary>A user's record.</summary>
public sealed record DirectoryUser
{
    /// <summary>The record's ID.</summary>
    public required string Id { get; init; }

    /// <summary>The tenant that asserts the user; null for a record that was provisioned and never used yet.</summary>
    public string? TenantId { get; init; }

    /// <summary>The object ID; null for a record without a key.</summary>
    public string? ObjectId { get; init; }

    /// <summary>SCIM's externalId; null when there is none.</summary>
    public string? ExternalId { get; init; }

    /// <summary>What the application knows the user by; null for a record that has none yet.</summary>
    public string? NameId { get; init; }

    /// <summary>The user principal name in the tenant, which has <c>#EXT#</c> for guests; null when it is not known.</summary>
    public string? OriginalUserPrincipalName { get; init; }

    /// <summary>The display name; null when it is not known.</summary>
    public string? DisplayName { get; init; }

    /// <summary>The mail address; null when it is not known.</summary>
    public string? Mail { get; init; }

    /// <summary>Member, Entra guest or external guest.</summary>
    public required UserType UserType { get; init; }

    /// <summary>The org unit's path.</summary>
    public required string OrgUnitPath { get; init; }

    /// <summary>Whether provisioning or an administrator set the org unit: then a sign-in does not change it.</summary>
    public required bool OrgUnitPinned { get; init; }

    /// <summary>Whether the user may sign in.</summary>
    public required UserState State { get; init; }

    /// <summary>Roles that were granted here, sorted; those by group come with each sign-in.</summary>
    public required IReadOnlyList<string> GrantedRoles { get; init; }

    /// <summary>When the record was created, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last changed, UTC.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When the user last signed in, UTC; null for never.</summary>
    public DateTimeOffset? LastSignInAt { get; init; }

    /// <summary>When the record was deleted, UTC; null when it was not.</summary>
    public DateTimeOffset? DeletedAt { get; init; }

    internal static DirectoryUser From(UserRow row, IReadOnlyList<string> roles) =>
        new()
        {
            Id = row.Id,
            TenantId = row.TenantId.Length == 0 ? null : row.TenantId,
            ObjectId = row.ObjectId,
            ExternalId = row.ExternalId,
            NameId = row.NameId,
            OriginalUserPrincipalName = row.OriginalUpn,
            DisplayName = row.DisplayName,
            Mail = row.Mail,
            UserType = row.UserType,
            OrgUnitPath = row.OrgUnitPath,
            OrgUnitPinned = row.OrgUnitPinned,
            State =
                row.DeletedAt is not null ? UserState.Deleted
                : row.Suspended ? UserState.Suspended
                : UserState.Active,
            GrantedRoles = roles,
            CreatedAt = row.CreatedAt,
            UpdatedAt = row.UpdatedAt,
            LastSignInAt = row.LastSignInAt,
            DeletedAt = row.DeletedAt,
        };
}
