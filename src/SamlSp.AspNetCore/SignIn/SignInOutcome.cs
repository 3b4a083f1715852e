namespace SamlSp.AspNetCore;

/// <summary>What became of a sign-in: a session, or a refusal.</summary>
internal sealed record SignInOutcome
{
    public Session? Session { get; init; }

    public Organization? Organization { get; init; }

    /// <summary>The code; null when accepted.</summary>
    public string? Code { get; init; }

    /// <summary>A sentence for the log: no token content.</summary>
    public string Reason { get; init; } = "";

    public Exception? Fault { get; init; }

    public static SignInOutcome Refused(string code, string reason, Organization? organization = null) =>
        new()
        {
            Code = code,
            Reason = reason,
            Organization = organization,
        };
}
