namespace SamlSp.AspNetCore;

/// <summary>A token as a store keeps it. A reader of the store can use neither the token nor the session behind it.</summary>
internal sealed record StoredToken
{
    /// <summary>The token's SHA-256, hexadecimal.</summary>
    public required string Hash { get; init; }

    /// <summary>The <see cref="TokenFamily.Id"/>.</summary>
    public required string FamilyId { get; init; }

    /// <summary>Its kind.</summary>
    public required TokenKind Kind { get; init; }

    /// <summary>
    /// The session's ID, encrypted with a key that is derived from the token itself. Only a request with the token can read it.
    /// </summary>
    public required string SealedSession { get; init; }

    /// <summary>Its end, UTC.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When a code or refresh token was exchanged, UTC; null if it was not.</summary>
    public DateTimeOffset? UsedAt { get; init; }

    /// <summary>Of a code: the redirect URI that it was sent to.</summary>
    public string? RedirectUri { get; init; }

    /// <summary>Of a code: the S256 code challenge (RFC 7636 4.2).</summary>
    public string? CodeChallenge { get; init; }
}
