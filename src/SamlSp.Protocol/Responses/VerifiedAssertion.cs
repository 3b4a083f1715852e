namespace SamlSp.Protocol;

/// <summary>
/// An assertion whose every value was read from the bytes that were signed. There is no public constructor: only
/// <see cref="ResponseVerifier"/> creates one.
/// </summary>
public sealed class VerifiedAssertion
{
    internal VerifiedAssertion() { }

    /// <summary>The assertion's ID (SAML Core 2.3.3). Unique at <see cref="Issuer"/>: the key of replay detection.</summary>
    public required string Id { get; init; }

    /// <summary>The entity ID of the identity provider.</summary>
    public required string Issuer { get; init; }

    /// <summary>When the assertion was issued, UTC.</summary>
    public required DateTimeOffset IssueInstant { get; init; }

    /// <summary>Who the assertion is about.</summary>
    public required NameId NameId { get; init; }

    /// <summary>
    /// When the user authenticated at the identity provider, UTC (SAML Core 2.7.2); of several AuthnStatements, the earliest instant.
    /// </summary>
    public required DateTimeOffset AuthnInstant { get; init; }

    /// <summary>The identity provider's handle for the session; needed for logout. Null when not sent.</summary>
    public string? SessionIndex { get; init; }

    /// <summary>When the identity provider wants the session to end at the latest, UTC. Null when not sent.</summary>
    public DateTimeOffset? SessionNotOnOrAfter { get; init; }

    /// <summary>The AuthnContextClassRef URI: by which method the user authenticated. Null when not sent.</summary>
    public string? AuthnContextClass { get; init; }

    /// <summary>The ID of the AuthnRequest that this answers; null for an unsolicited response.</summary>
    public string? InResponseTo { get; init; }

    /// <summary>The earliest of the NotOnOrAfter instants of Conditions and of the confirmed SubjectConfirmationData, UTC.</summary>
    public required DateTimeOffset NotOnOrAfter { get; init; }

    /// <summary>
    /// The instant after which this assertion can no longer be accepted, clock skew included, UTC: used assertion IDs
    /// must be remembered until then.
    /// </summary>
    public required DateTimeOffset ReplayableUntil { get; init; }

    /// <summary>Which signature covers the assertion.</summary>
    public required SignedPart Signed { get; init; }

    /// <summary>Whether the assertion came encrypted.</summary>
    public required bool Encrypted { get; init; }

    /// <summary>
    /// Attribute values by the attribute's exact Name (FriendlyName is never looked at). Several Attribute elements of one Name
    /// are one entry with all values, in document order.
    /// </summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Attributes { get; init; }
}
