using SamlSp.Claims;

namespace SamlSp.AspNetCore;

/// <summary>Selects sessions: every criterion that is set must match, and at least one besides the organization must be set.</summary>
public sealed record SessionSelector
{
    /// <summary>The organization's name. Required, because no operation crosses organizations.</summary>
    public required string Organization { get; init; }

    /// <summary>The session's ID, or its <see cref="SessionReference"/>.</summary>
    public string? Id { get; init; }

    /// <summary>The ID of the user.</summary>
    public string? UserId { get; init; }

    /// <summary>The user's immutable key; the object ID is compared without case.</summary>
    public UserKey? Key { get; init; }

    /// <summary>The identity provider's entity ID.</summary>
    public string? Issuer { get; init; }

    /// <summary>Any of these handles of the identity provider.</summary>
    public IReadOnlyList<string>? SessionIndexes { get; init; }

    /// <summary>The NameID's value as asserted, or as resolved.</summary>
    public string? NameId { get; init; }

    /// <summary>Selects one session.</summary>
    internal static SessionSelector Of(Session session) => new() { Organization = session.Organization, Id = session.Id };

    /// <summary>Whether a session matches; for stores that keep sessions in memory.</summary>
    public bool Matches(Session session) =>
        session.Organization == Organization
        && ((Id ?? UserId ?? NameId) is not null || Key is not null || SessionIndexes is { Count: > 0 })
        && (Id is null || SessionReference.FromId(session.Id) == SessionReference.FromId(Id))
        && (UserId is null || session.UserId == UserId)
        && (
            Key is null
            || (session.Key.TenantId == Key.TenantId && session.Key.ObjectId.Equals(Key.ObjectId, StringComparison.OrdinalIgnoreCase))
        )
        && (Issuer is null || session.Issuer == Issuer)
        && (SessionIndexes is null || (session.SessionIndex is { } index && SessionIndexes.Contains(index, StringComparer.Ordinal)))
        && (NameId is null || session.AssertedNameId.Value == NameId || session.NameId == NameId);
}
