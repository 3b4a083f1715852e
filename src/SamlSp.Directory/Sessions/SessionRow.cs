using SamlSp.AspNetCore;
using SamlSp.Claims;

namespace SamlSp.Directory;

/// <summary>A session as it is stored: under a hash of its ID, so that a stolen copy of the store signs nobody in.</summary>
internal sealed class SessionRow : IOrganizationOwned
{
    /// <summary>The <see cref="SessionReference"/>.</summary>
    public required string Reference { get; init; }

    public required string Organization { get; init; }

    /// <summary>The organization's name as the configuration writes it.</summary>
    public required string OrganizationName { get; init; }

    public required string UserId { get; init; }

    public required string TenantId { get; init; }

    public required string ObjectId { get; init; }

    public required UserType UserType { get; init; }

    public required string NameId { get; init; }

    public string? DisplayName { get; init; }

    public required string OrgUnitPath { get; init; }

    public required string Roles { get; init; }

    public required string Issuer { get; init; }

    public required string AssertedNameId { get; init; }

    public string? AssertedNameIdFormat { get; init; }

    public string? AssertedNameQualifier { get; init; }

    public string? AssertedSpNameQualifier { get; init; }

    public string? SessionIndex { get; init; }

    public required DateTimeOffset AuthenticatedAt { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public required SessionEndCause ExpiresBy { get; init; }

    public long? ReauthenticationFrequency { get; init; }

    public bool MultipleFactors { get; init; }

    public string? PolicyFrom { get; init; }

    public DateTimeOffset? EndedAt { get; set; }

    public SessionEndCause? EndedBy { get; set; }

    /// <summary>The claims as <see cref="PackedJson"/>; null for none.</summary>
    public byte[]? PackedClaims { get; init; }
}
