namespace SamlSp.AspNetCore;

/// <summary>A token as a store keeps it: whoever reads it can neither use the token nor the session behind it.</summary>
internal sealed record StoredToken
{
    /// <summary>The token's SHA-256, hexadecimal.</summary>
    public required string Hash { get; init; }

    /// <summary>The <see cref="TokenFamily.Id"/>.</summary>
    public required string FamilyId { get; init; }

    /// <summary>What it is good for.</summary>
    public required TokenKind Kind { get; init; }

    /// <summary>
    /// The session's ID, encrypted under a key that is made from the token itself: only a request that brings the token can get at the
    /// session.
    /// </summary>
    public required string SealedSession { get; init; }

    /// <summary>From when on it is no longer good, UTC.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When a code or refresh token was exchanged, UTC; null while it was not.</summary>
    public DateTimeOffset? UsedAt { get; init; }

    /// <summary>Of a code: the redirect URI that it was sent to.</summary>
    public string? RedirectUri { get; init; }

    /// <summary>Of a code: the S256 code challenge (RFC 7636 4.2).</summary>
    public string? CodeChallenge { get; init; }
}
