using SamlSp.Claims;

namespace SamlSp.Directory;

/// <summary>A user's record.</summary>
internal sealed class UserRow : IOrganizationOwned
{
    public required string Organization { get; init; }

    public required string Id { get; init; }

    /// <summary>The tenant that asserts the user; empty for a record that was provisioned and never used yet.</summary>
    public required string TenantId { get; set; }

    /// <summary>The object ID as sent; null for a record without a key.</summary>
    public string? ObjectId
    {
        get;
        set => (field, ObjectIdLower) = (value, value?.ToLowerInvariant());
    }

    /// <summary>Set with <see cref="ObjectId"/>.</summary>
    public string? ObjectIdLower { get; private set; }

    /// <summary>SCIM's externalId; case-exact, unique in the organization.</summary>
    public string? ExternalId { get; set; }

    /// <summary>What the application knows the user by; null when there is no NameID yet, or the record is deleted.</summary>
    public string? NameId
    {
        get;
        set => (field, NameIdLower) = (value, value?.ToLowerInvariant());
    }

    /// <summary>Set with <see cref="NameId"/>; unique in the organization.</summary>
    public string? NameIdLower { get; private set; }

    public string? OriginalUpn { get; set; }

    public string? DisplayName { get; set; }

    public string? Mail
    {
        get;
        set => (field, MailLower) = (value, value?.ToLowerInvariant());
    }

    /// <summary>Set with <see cref="Mail"/>.</summary>
    public string? MailLower { get; private set; }

    public required UserType UserType { get; set; }

    public required string OrgUnitPath
    {
        get;
        set => (field, OrgUnitLower) = (value, value.ToLowerInvariant());
    }

    /// <summary>Set with <see cref="OrgUnitPath"/>: paths are compared without case.</summary>
    public string OrgUnitLower { get; private set; } = "";

    /// <summary>Whether provisioning or an administrator set the org unit: then a sign-in does not change it.</summary>
    public bool OrgUnitPinned { get; set; }

    public bool Suspended { get; set; }

    /// <summary>When the record was deleted: it stays as a tombstone, so that a sign-in does not create it again.</summary>
    public DateTimeOffset? DeletedAt { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; set; }

    public DateTimeOffset? LastSignInAt { get; set; }

    /// <summary>Counts changes of roles and org unit: a session that was prepared before a change is ended after it.</summary>
    public long RightsVersion { get; init; } = 1;

    /// <summary>Of the groups that the last sign-in named: those that give roles, one a line; null for none.</summary>
    public string? RoleGroups { get; set; }

    /// <summary>What lists are sorted by. Kept by <see cref="UserSearch"/> with each write.</summary>
    public string SortName { get; set; } = "";

    /// <summary>What text is looked for in. Kept by <see cref="UserSearch"/> with each write.</summary>
    public string SearchText { get; set; } = "";
}
