namespace SamlSp.Protocol;

/// <summary>The refusals of signature verification.</summary>
internal static class SignatureRefusals
{
    public static readonly Refusal Structure = new(RefusalCodes.SignatureStructure, "The Signature has other content than SAML allows it.");
    public static readonly Refusal Reference = new(
        RefusalCodes.SignatureStructure,
        "The Signature does not refer, by #ID, to the element that it stands in."
    );
    public static readonly Refusal Id = new(
        RefusalCodes.SignatureStructure,
        "The ID of the signed element begins with a digit, a hyphen or a dot. SAML does not allow that: the identity provider has to send "
            + "IDs that begin with a letter or an underscore."
    );
    public static readonly Refusal Transforms = new(
        RefusalCodes.SignatureStructure,
        "The transforms are not exactly enveloped-signature and exclusive canonicalization."
    );
    public static readonly Refusal Position = new(
        RefusalCodes.SignatureStructure,
        "A Signature stands elsewhere than directly after the Issuer of the Response or the Assertion."
    );
    public static readonly Refusal Several = new(RefusalCodes.SignatureStructure, "There is more than one Signature in one place.");
    public static readonly Refusal DuplicateId = new(RefusalCodes.SignatureStructure, "Two elements have the same ID.");
    public static readonly Refusal Canonicalization = new(
        RefusalCodes.UnsupportedAlgorithm,
        "SignedInfo is not canonicalized by exclusive canonicalization without comments."
    );
    public static readonly Refusal CanonicalSize = new(
        RefusalCodes.TooLarge,
        "The canonical form of the signed element is larger than the limit."
    );
    public static readonly Refusal Digest = new(
        RefusalCodes.SignatureInvalid,
        "The digest does not match: the signed element was changed after it was signed."
    );
    public static readonly Refusal Value = new(
        RefusalCodes.SignatureInvalid,
        "The signature value holds under none of the keys that are pinned to the issuer."
    );
    public static readonly Refusal NoKeys = new(RefusalCodes.SignatureInvalid, "No signing key is pinned to the issuer.");
    public static readonly Refusal WeakKey = new(
        RefusalCodes.WeakAlgorithm,
        "The signature is by a key that is too short: RSA below 2048 bits, or a curve below 256."
    );
    public static readonly Refusal Expired = new(
        RefusalCodes.ExpiredCertificate,
        "The signature is by a key whose certificate is outside its validity period."
    );

    public static Refusal Algorithm(string code, string kind) =>
        code == RefusalCodes.WeakAlgorithm
            ? new(code, $"The {kind} algorithm is too weak.")
            : new(code, $"The {kind} algorithm is not supported.");
}
