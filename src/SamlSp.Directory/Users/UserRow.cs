using SamlSp.Claims;

namespace SamlSp.Directory;

/// <summary>A person's record.</summary>
internal sealed class UserRow : IOrganizationOwned
{
    public required string Organization { get; init; }

    public required string Id { get; init; }

    /// <summary>The tenant that asserts the person; empty for a record that was provisioned and never used yet.</summary>
    public required string TenantId { get; set; }

    /// <summary>The object ID as sent; null for a record without a key.</summary>
    public string? ObjectId { get; set; }

    public string? ObjectIdLower { get; set; }

    /// <summary>SCIM's externalId; case-exact, unique in the organization.</summary>
    public string? ExternalId { get; set; }

    public string? NameId { get; set; }

    /// <summary>Null when there is no NameID or the record is deleted: then it is free for others.</summary>
    public string? NameIdLower { get; set; }

    public string? OriginalUpn { get; set; }

    public string? DisplayName { get; set; }

    public string? Mail { get; set; }

    public string? MailLower { get; set; }

    public required UserType UserType { get; set; }

    public required string OrgUnitPath { get; set; }

    /// <summary>The path in lower case: paths are compared without case. Kept by <see cref="UserSearch"/> with each write.</summary>
    public string OrgUnitLower { get; set; } = "";

    /// <summary>Whether provisioning or an administrator set the org unit: then a sign-in leaves it alone.</summary>
    public bool OrgUnitPinned { get; set; }

    public bool Suspended { get; set; }

    /// <summary>When the record was deleted: it stays as a marker, so that a sign-in does not make it anew.</summary>
    public DateTimeOffset? DeletedAt { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; set; }

    public DateTimeOffset? LastSignInAt { get; set; }

    /// <summary>Counts changes of roles and org unit: a session that was prepared before one is not let in after it.</summary>
    public long RightsVersion { get; init; } = 1;

    /// <summary>What lists are sorted by. Kept by <see cref="UserSearch"/> with each write.</summary>
    public string SortName { get; set; } = "";

    /// <summary>What text is looked for in. Kept by <see cref="UserSearch"/> with each write.</summary>
    public string SearchText { get; set; } = "";

    /// <summary>The user attributes that the organization's rules read, as JSON.</summary>
    public required string Attributes { get; set; }
}
