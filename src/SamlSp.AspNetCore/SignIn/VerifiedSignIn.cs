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

    /// <summary>What the session keeps: the claims, and the ID token under a name that no application gets.</summary>
    internal IReadOnlyDictionary<string, IReadOnlyList<string>> SessionClaims =>
        ProtectedIdToken is null
            ? Claims
            : new Dictionary<string, IReadOnlyList<string>>(Claims, StringComparer.Ordinal) { [LogoutHints.Claim] = [ProtectedIdToken] };

    internal AssertedClaims Asserted =>
        new()
        {
            Issuer = Issuer,
            NameId = NameId.Value,
            NameIdFormat = NameId.Format,
            Claims = Claims,
        };
}
