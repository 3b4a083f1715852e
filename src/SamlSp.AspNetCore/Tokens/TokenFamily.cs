namespace SamlSp.AspNetCore;

/// <summary>
/// Everything that came of one consent: a code, and the tokens that it and its successors were exchanged for. Ends as a whole, and with its
/// session.
/// </summary>
internal sealed record TokenFamily
{
    /// <summary>128 random bits, hexadecimal.</summary>
    public required string Id { get; init; }

    /// <summary>The organization's name.</summary>
    public required string Organization { get; init; }

    /// <summary>The <see cref="SessionReference"/> of the session that it came from.</summary>
    public required string Session { get; init; }

    /// <summary>The ID of the person's record.</summary>
    public required string UserId { get; init; }

    /// <summary>What the program called itself (<c>client_id</c>). Nobody vouches for it.</summary>
    public required string ClientId { get; init; }

    /// <summary>When the person agreed, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The session's end, UTC. Nothing of the family outlives it.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When it was ended before its time, UTC; null while it was not.</summary>
    public DateTimeOffset? EndedAt { get; init; }
}
