namespace SamlSp.Protocol;

/// <summary>A request to end a session (SAML Core 3.7.1). The NameID is always written: Entra demands it.</summary>
public sealed record LogoutRequest
{
    /// <summary>The request's ID.</summary>
    public required string Id { get; init; }

    /// <summary>When it was issued, UTC.</summary>
    public required DateTimeOffset IssueInstant { get; init; }

    /// <summary>The sender's entity ID.</summary>
    public required string Issuer { get; init; }

    /// <summary>The receiver's logout URL; null when absent.</summary>
    public string? Destination { get; init; }

    /// <summary>Until when the request may be acted on, UTC; null when absent.</summary>
    public DateTimeOffset? NotOnOrAfter { get; init; }

    /// <summary>Whose sessions end.</summary>
    public required NameId NameId { get; init; }

    /// <summary>Which sessions end; empty means all of the person at that issuer.</summary>
    public IReadOnlyList<string> SessionIndexes { get; init; } = [];

    /// <summary>Writes the request as XML in UTF-8, without a signature.</summary>
    public byte[] ToXml() => throw new NotSupportedException();
}
