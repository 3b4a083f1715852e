namespace SamlSp.Protocol;

/// <summary>An identity provider whose assertions are accepted, with the keys pinned to it.</summary>
public sealed record TrustedIssuer
{
    /// <summary>Its entity ID; the Issuer of every message must equal it, byte for byte.</summary>
    public required string EntityId { get; init; }

    /// <summary>Its signing keys. Empty refuses everything.</summary>
    public required IReadOnlyList<VerificationKey> SigningKeys { get; init; }

    /// <summary>
    /// Whether responses that answer no request are accepted (IdP-initiated sign-in). Off by default: it makes login CSRF
    /// possible (an attacker can sign a victim's browser in as another user).
    /// </summary>
    public bool AllowUnsolicited { get; init; }

    /// <summary>
    /// Whether a Response that is not signed itself may lack a Destination, as PingFederate sends it when only the assertion is signed. The
    /// Recipient, which is signed, is still required. Off by default: the POST binding asks for Destination in a signed Response only, but
    /// every other identity provider sends it.
    /// </summary>
    public bool AllowMissingDestination { get; init; }

    /// <summary>
    /// Unsafe. Accept signatures by keys whose certificate has expired. Off by default: an expired key is no longer looked after.
    /// </summary>
    public bool AllowExpiredCertificates { get; init; }
}
