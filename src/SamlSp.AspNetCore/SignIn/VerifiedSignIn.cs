using SamlSp.Claims;
using SamlSp.Protocol;

namespace SamlSp.AspNetCore;

/// <summary>
/// What an identity provider has proven about a user, whatever the protocol: a SAML assertion or an ID token that has passed every check
/// of its message.
/// </summary>
public sealed record VerifiedSignIn
{
    internal VerifiedSignIn() { }

    /// <summary>The SAML entity ID, or the OpenID Connect issuer.</summary>
    public required string Issuer { get; init; }

    /// <summary>The NameID exactly as asserted; by OpenID Connect the subject (<c>sub</c>). Logout is asked for with it.</summary>
    public required NameId NameId { get; init; }

    /// <summary>When the user authenticated at the identity provider, UTC.</summary>
    public required DateTimeOffset AuthnInstant { get; init; }

    /// <summary>
    /// Whether <see cref="AuthnInstant"/> is the identity provider's word. An ID token without <c>auth_time</c> says only when it was
    /// issued.
    /// </summary>
    public bool IsAuthnInstantProven { get; init; } = true;

    /// <summary>The identity provider's handle for its session (SessionIndex, <c>sid</c>); null when not sent.</summary>
    public string? SessionIndex { get; init; }

    /// <summary>When the identity provider wants the session to end at the latest, UTC; null when not sent.</summary>
    public DateTimeOffset? SessionNotOnOrAfter { get; init; }

    /// <summary>Whether the identity provider says that several factors were used.</summary>
    public required bool MultipleFactors { get; init; }

    /// <summary>Whether the identity provider says that the method was phishing-resistant.</summary>
    public bool PhishingResistant { get; init; }

    /// <summary>How the user authenticated: the values of <c>amr</c>, or of <c>authnmethodsreferences</c>.</summary>
    public IReadOnlyList<string> AuthenticationMethods { get; init; } = [];

    /// <summary>The contexts that the authentication satisfied: <c>acr</c> and <c>acrs</c>, or AuthnContextClassRef.</summary>
    public IReadOnlyList<string> AuthenticationContexts { get; init; } = [];

    /// <summary>Values by the claim's exact name, in the order sent.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Claims { get; init; }

    /// <summary>The assertion; null when the user came by OpenID Connect.</summary>
    public VerifiedAssertion? Assertion { get; init; }

    /// <summary>The IDs of the message, which are used up with the sign-in. None where they are used up already.</summary>
    internal IReadOnlyList<OneTimeId> OneTimeIds { get; init; } = [];

    /// <summary>OpenID Connect: the encrypted ID token, by which the user is signed out later; null for none.</summary>
    internal string? ProtectedIdToken { get; init; }

    /// <summary>
    /// OpenID Connect: whether some of the claims are of the userinfo endpoint, and not of the signed ID token. They name no record.
    /// </summary>
    internal bool HasUserInfo { get; init; }

    /// <summary>What is proven about the authentication.</summary>
    internal AuthenticationFacts Facts =>
        new()
        {
            IsInstantProven = IsAuthnInstantProven,
            MultipleFactors = MultipleFactors,
            PhishingResistant = PhishingResistant,
            Methods = AuthenticationMethods,
            Contexts = AuthenticationContexts,
        };

    /// <summary>What the session keeps beside the claims, under names that only SamlSp sets.</summary>
    internal IEnumerable<KeyValuePair<string, IReadOnlyList<string>>> KeptFacts
    {
        get
        {
            yield return new(AuthenticationFacts.Claim, Facts.ToValues());
            if (ProtectedIdToken is not null)
            {
                yield return new(LogoutHints.Claim, [ProtectedIdToken]);
            }
        }
    }

    /// <summary>The same with what the connection's settings say about methods and contexts.</summary>
    internal VerifiedSignIn Judged(SamlSpConnectionOptions connection) =>
        this with
        {
            MultipleFactors = MultipleFactors || AuthenticationProof.IsAnyOf(AuthenticationContexts, connection.MultiFactorContexts),
            PhishingResistant = AuthenticationProof.IsPhishingResistant(this, connection),
        };

    internal AssertedClaims Asserted =>
        new()
        {
            Issuer = Issuer,
            NameId = NameId.Value,
            NameIdFormat = NameId.Format,
            Claims = Claims,
        };
}
