using System.Diagnostics.CodeAnalysis;

namespace SamlSp.Protocol;

/// <summary>
/// What the checks look at, and what they find on the way. <see cref="Assertion"/> always is a tree of verified bytes.
/// <see cref="Response"/> is one when the Response is signed; when it is not, it can only lead to a refusal.
/// </summary>
internal sealed class ResponseFacts
{
    /// <summary>The Assertion's. A field, so that the check can hand it out.</summary>
    public DateTimeOffset IssueInstant;

    public required ResponseExpectations Expected { get; init; }

    public required TrustedIssuer Issuer { get; init; }

    public required DateTimeOffset Now { get; init; }

    public required VerifierLimits Limits { get; init; }

    /// <summary>
    /// Our private keys for what is encrypted inside the assertion: what an encrypted assertion has left of them; null, for all of it, when
    /// there was none.
    /// </summary>
    [AllowNull]
    public required DecryptionBudget Decryption
    {
        get => field ??= new(Expected.DecryptionKeys, Limits);
        init;
    }

    public required XmlElement Response { get; init; }

    public required XmlElement Assertion { get; init; }

    public required bool IsResponseSigned { get; init; }

    public DateTimeOffset NotOnOrAfter { get; set; } = DateTimeOffset.MaxValue;

    public string? InResponseTo { get; set; }

    public NameId? NameId { get; set; }

    public DateTimeOffset AuthnInstant { get; set; }

    public string? SessionIndex { get; set; }

    public DateTimeOffset? SessionNotOnOrAfter { get; set; }

    public string? AuthnContextClass { get; set; }

    public Dictionary<string, IReadOnlyList<string>> Attributes { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether an instant lies in the future, by more than clocks may differ.</summary>
    public bool IsFuture(DateTimeOffset instant) => instant - Now > Expected.ClockSkew;

    /// <summary>Whether a NotOnOrAfter has passed, for longer than clocks may differ.</summary>
    public bool HasPassed(DateTimeOffset notOnOrAfter) => Now - notOnOrAfter >= Expected.ClockSkew;

    /// <summary>A NotOnOrAfter that bounds the use of the assertion.</summary>
    public void EndsBy(DateTimeOffset notOnOrAfter) => NotOnOrAfter = notOnOrAfter < NotOnOrAfter ? notOnOrAfter : NotOnOrAfter;
}
