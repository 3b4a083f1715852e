namespace SamlSp.EntraSandbox;

/// <summary>What an app asks the authorization endpoint for, once it was found to be sound.</summary>
internal sealed record OpenIdRequest
{
    public required SandboxClient Client { get; init; }

    public required string RedirectUri { get; init; }

    public string? State { get; init; }

    public string? Nonce { get; init; }

    public string? CodeChallenge { get; init; }

    public string? Prompt { get; init; }

    /// <summary>The oldest authentication that will do; null for any.</summary>
    public TimeSpan? MaxAge { get; init; }

    public string? LoginHint { get; init; }

    /// <summary>The authentication contexts that the claims request asks for (<c>acrs</c>).</summary>
    public IReadOnlyList<string> Contexts { get; init; } = [];

    /// <summary>The query string, to carry it through the sign-in page, where it is read anew.</summary>
    public required string Query { get; init; }

    public string AnswerUrl(params (string Name, string? Value)[] parameters) =>
        RedirectUri
        + (RedirectUri.Contains('?', StringComparison.Ordinal) ? "&" : "?")
        + string.Join(
            '&',
            parameters.Append(("state", State)).Where(p => p.Item2 is not null).Select(p => $"{p.Item1}={Uri.EscapeDataString(p.Item2!)}")
        );
}
