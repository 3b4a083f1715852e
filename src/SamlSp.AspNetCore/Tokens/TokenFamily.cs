namespace SamlSp.AspNetCore;

/// <summary>
/// All tokens of one consent: a code, and the tokens that it and its successors were exchanged for. Ends as a whole, and with its session.
/// </summary>
internal sealed record TokenFamily
{
    /// <summary>128 random bits, hexadecimal.</summary>
    public required string Id { get; init; }

    /// <summary>The organization's name.</summary>
    public required string Organization { get; init; }

    /// <summary>The <see cref="SessionReference"/> of its session.</summary>
    public required string Session { get; init; }

    /// <summary>The ID of the user.</summary>
    public required string UserId { get; init; }

    /// <summary>The name that the program gave itself (<c>client_id</c>). It is not verified.</summary>
    public required string ClientId { get; init; }

    /// <summary>When the user agreed, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The session's end, UTC. All tokens of the family end with it.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When it was ended early, UTC; null if it was not.</summary>
    public DateTimeOffset? EndedAt { get; init; }
}
