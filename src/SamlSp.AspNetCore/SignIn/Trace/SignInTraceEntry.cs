using System.Text.Json.Serialization;

namespace SamlSp.AspNetCore;

/// <summary>What became of one sign-in attempt. Values that users brought with them are masked.</summary>
internal sealed record SignInTraceEntry
{
    /// <summary>The attempt's reference number; a refused user was shown it.</summary>
    public required string Reference { get; init; }

    /// <summary>When, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>
    /// The organization's name: whose the attempt was, or whose an unproven message said that it was (<see cref="SignInChecks.Message"/>
    /// not passed). Null when it named none; such attempts are the operator's to see.
    /// </summary>
    public string? Organization { get; init; }

    /// <summary>The refusal's code; null when the attempt was accepted.</summary>
    public string? Code { get; init; }

    /// <summary>Whether it led to a session.</summary>
    public bool Accepted => Code is null;

    /// <summary>A sentence about the refusal; null when accepted.</summary>
    public string? Reason { get; init; }

    /// <summary>
    /// The error number of an identity provider that said no, such as <c>AADSTS50105</c>; null otherwise. It is the sender's word.
    /// </summary>
    public string? IdentityProviderError { get; init; }

    /// <summary>The ID of the user record; null when it did not come that far.</summary>
    public string? UserId { get; init; }

    /// <summary>The reference of the session that it led to; null when it was refused.</summary>
    public string? Session { get; init; }

    /// <summary>The address that the browser came from, as the server sees it behind its proxies; null when it is not known.</summary>
    public string? Address { get; init; }

    /// <summary>The browser's User-Agent, the first 300 characters. The sender's word; null when there was none.</summary>
    public string? UserAgent { get; init; }

    /// <summary>How long it took, milliseconds.</summary>
    public double Milliseconds { get; init; }

    /// <summary>The checks in their order; the last of a refused attempt is the one that failed.</summary>
    public IReadOnlyList<SignInCheck> Checks { get; init; } = [];

    /// <summary>The claims' names, each with its values masked.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Claims { get; init; } =
        new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);

    /// <summary>The rules that fired, in their order.</summary>
    public IReadOnlyList<string> Rules { get; init; } = [];

    /// <summary>
    /// Who it was and what decided, for an attempt that proved who it was; null for others. Only written: an entry that was read has none
    /// (<see cref="ISignInTraceStore.FindValuesAsync"/>).
    /// </summary>
    [JsonIgnore]
    public SignInTraceValues? Values { get; init; }

    /// <summary>The message and the claims' values of an attempt that was marked; null for others, and when their time is over.</summary>
    public SignInTraceDetail? Detail { get; init; }
}
