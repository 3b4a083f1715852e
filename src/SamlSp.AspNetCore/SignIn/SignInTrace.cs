using System.Collections.Concurrent;
using SamlSp.Claims;

namespace SamlSp.AspNetCore;

/// <summary>
/// The record of one sign-in for the administrator who is asked about it: each check with its outcome, and what became known. One attempt
/// writes it, in order. It only records: no step of the sign-in takes a value from here.
/// </summary>
internal sealed class SignInTrace
{
    /// <summary>Most checks are passed and leave nothing to say; there is one of each.</summary>
    private static readonly ConcurrentDictionary<string, SignInCheck> Passed = new(StringComparer.Ordinal);

    private readonly List<SignInCheck> _checks = new(8);

    /// <summary>The checks in the order in which they were made.</summary>
    public IReadOnlyList<SignInCheck> Checks => _checks;

    /// <summary>The attempt's reference number.</summary>
    public string Reference { get; } = SignInReference.New();

    /// <summary>
    /// The organization that the message said it was for, while that was not proven; null when it named none that is known.
    /// </summary>
    public Organization? Claimed { get; set; }

    /// <summary>
    /// The assertion, once its signature was found to hold for us and for now; not yet that it is used once, and answers this browser.
    /// </summary>
    public Protocol.VerifiedAssertion? Assertion { get; set; }

    /// <summary>The message as it came, for an attempt that is marked; null otherwise.</summary>
    public string? Message { get; set; }

    /// <summary>The error number of an identity provider that refused; null when there is none. The sender's claim.</summary>
    public string? IdentityProviderError { get; set; }

    /// <summary>What the identity provider proved; null until the message was found to be genuine.</summary>
    public VerifiedSignIn? Verified { get; set; }

    /// <summary>Who it is, with the steps of the rules; null until that was worked out.</summary>
    public SignInIdentity? Identity { get; set; }

    /// <summary>The steps of the rules, also of those that gave no identity; empty until they were asked.</summary>
    public IReadOnlyList<IdentityTraceStep> Steps { get; set; } = [];

    /// <summary>The ID of the user record, once the store found one, whether it allows the sign-in or not.</summary>
    public string? UserId { get; set; }

    /// <summary>The policy that bounds the session; null until the org unit is known.</summary>
    public SessionPolicy? Policy { get; set; }

    /// <summary>When the session ends, or would; null until that was worked out.</summary>
    public SessionEnd? End { get; set; }

    /// <summary>Notes a check.</summary>
    /// <param name="check">One of <see cref="SignInChecks"/>.</param>
    /// <param name="passed">Whether it was passed.</param>
    /// <param name="detail">A sentence for an administrator. Neither a token nor a secret.</param>
    public void Note(string check, bool passed, string? detail = null) =>
        _checks.Add(
            passed && detail is null
                ? Passed.GetOrAdd(check, static name => new(name, Passed: true, Detail: null))
                : new(check, passed, detail)
        );

    /// <summary>Notes that the organization's connection is disabled, and gives the refusal.</summary>
    public SignInOutcome RefuseDisabled(Organization organization) =>
        Refuse(SignInChecks.Request, SignInRefusalCodes.ConnectionDisabled, "The organization's connection is disabled.", organization);

    /// <summary>Notes that the message was used before, and gives the refusal.</summary>
    public SignInOutcome RefuseUsed(OneTimeId used, Organization organization) =>
        used.IsRequest
            ? Refuse(SignInChecks.Request, Protocol.RefusalCodes.InResponseToMismatch, "The request was answered before.", organization)
            : Refuse(SignInChecks.UsedOnce, Protocol.RefusalCodes.Replayed, "The assertion was used before.", organization);

    /// <summary>Notes a check that was not passed, and gives the refusal.</summary>
    public SignInOutcome Refuse(string check, string code, string reason, Organization? organization = null)
    {
        Note(check, passed: false, reason);
        return SignInOutcome.Refused(code, reason, organization);
    }
}
