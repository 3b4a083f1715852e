namespace SamlSp.Protocol;

/// <summary>Why a message was refused.</summary>
/// <param name="Code">One of <see cref="RefusalCodes"/>.</param>
/// <param name="Message">One sentence for an administrator. Holds no token content and no secret.</param>
public sealed record Refusal(string Code, string Message)
{
    /// <summary>The top-level status code URI, when <see cref="Code"/> is <c>status_not_success</c>.</summary>
    public string? Status { get; init; }

    /// <summary>The nested status code URI, if there was one.</summary>
    public string? SubStatus { get; init; }

    /// <summary>The StatusMessage text as sent (at Entra: <c>AADSTS…</c>). Untrusted: encode before showing it.</summary>
    public string? StatusMessage { get; init; }

    /// <summary>
    /// The instant in the message that <see cref="Code"/> is about, UTC, when it is <c>expired</c> or <c>not_yet_valid</c>; null otherwise.
    /// </summary>
    public DateTimeOffset? Instant { get; init; }

    /// <summary>
    /// What to set at the identity provider, when the message looks like one of software that is known for this refusal; null otherwise. It
    /// is a guess from a message that was not verified.
    /// </summary>
    public Recipe? Recipe { get; init; }

    /// <summary>The page and section that explain <see cref="Code"/>.</summary>
    public string Help => "docs/errors.md#" + Code;
}
