using System.Diagnostics.CodeAnalysis;

namespace SamlSp.Protocol;

/// <summary>What became of a Response: a <see cref="VerifiedAssertion"/> or a <see cref="SamlSp.Protocol.Refusal"/>, never both.</summary>
public sealed class VerificationResult
{
    internal VerificationResult(VerifiedAssertion assertion) => Assertion = assertion;

    internal VerificationResult(Refusal refusal, DateTimeOffset? issuedAt = null) => (Refusal, IssuedAt) = (refusal, issuedAt);

    /// <summary>Whether every check held.</summary>
    [MemberNotNullWhen(true, nameof(Assertion))]
    [MemberNotNullWhen(false, nameof(Refusal))]
    public bool Accepted => Assertion is not null;

    /// <summary>What was signed; null when refused.</summary>
    public VerifiedAssertion? Assertion { get; }

    /// <summary>Why the message was refused; null when accepted.</summary>
    public Refusal? Refusal { get; }

    /// <summary>
    /// When a refused assertion was issued, UTC, by the identity provider's own clock; null when its signature was not found to hold, and
    /// when it was accepted (<see cref="VerifiedAssertion.IssueInstant"/>).
    /// </summary>
    public DateTimeOffset? IssuedAt { get; }
}
