namespace SamlSp.Tool;

/// <summary>
/// What is kept of a sign-in. No access token: a fresh one is asked for each time, so that one whose session was ended is never handed out.
/// </summary>
internal sealed record KeptToken
{
    public required string RefreshToken { get; init; }

    public required DateTimeOffset SessionExpiresAt { get; init; }
}
