namespace SamlSp.AspNetCore;

/// <summary>
/// Which sessions are meant: every criterion that is set must hold, and at least one besides the organization must be set.
/// </summary>
public sealed record SessionSelector
{
    /// <summary>The organization's name. Required: nothing crosses organizations.</summary>
    public required string Organization { get; init; }

    /// <summary>The session's ID, or its <see cref="SessionReference"/>.</summary>
    public string? Id { get; init; }

    /// <summary>The ID of the person's record.</summary>
    public string? UserId { get; init; }

    /// <summary>The identity provider's entity ID.</summary>
    public string? Issuer { get; init; }

    /// <summary>Any of these handles of the identity provider.</summary>
    public IReadOnlyList<string>? SessionIndexes { get; init; }

    /// <summary>The NameID's value as asserted, or as resolved.</summary>
    public string? NameId { get; init; }

    /// <summary>Whether a session is meant; for stores that keep sessions in memory.</summary>
    public bool Matches(Session session) =>
        session.Organization == Organization
        && ((Id ?? UserId ?? NameId) is not null || SessionIndexes is { Count: > 0 })
        && (Id is null || SessionReference.Of(session.Id) == SessionReference.Of(Id))
        && (UserId is null || session.UserId == UserId)
        && (Issuer is null || session.Issuer == Issuer)
        && (SessionIndexes is null || (session.SessionIndex is { } index && SessionIndexes.Contains(index, StringComparer.Ordinal)))
        && (NameId is null || session.AssertedNameId.Value == NameId || session.NameId == NameId);
}
