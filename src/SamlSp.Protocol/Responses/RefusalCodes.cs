namespace SamlSp.Protocol;

/// <summary>The reasons for which a message is refused. Each has a section of the same name in docs/errors.md.</summary>
public static class RefusalCodes
{
    /// <summary>Not XML, not base64, not UTF-8, not a Response, or a violation of the SAML schema.</summary>
    public const string Malformed = "malformed";

    /// <summary>The message exceeds a size or count limit of <see cref="VerifierLimits"/>.</summary>
    public const string TooLarge = "too_large";

    /// <summary>Elements are nested deeper than <see cref="VerifierLimits.MaximumDepth"/>.</summary>
    public const string TooDeep = "too_deep";

    /// <summary>A document type, entity, processing instruction, comment or CDATA section, where none is allowed.</summary>
    public const string ForbiddenXml = "forbidden_xml";

    /// <summary>A signature, digest, canonicalization or encryption algorithm that is not on the allow-list.</summary>
    public const string UnsupportedAlgorithm = "unsupported_algorithm";

    /// <summary>An algorithm or key that is known but too weak: SHA-1, MD5, RSA below 2048 bits, RSA-1_5, 3DES.</summary>
    public const string WeakAlgorithm = "weak_algorithm";

    /// <summary>Neither the Response nor the Assertion is signed.</summary>
    public const string Unsigned = "unsigned";

    /// <summary>Digest, signature value or key does not match.</summary>
    public const string SignatureInvalid = "signature_invalid";

    /// <summary>Reference, transform, position, duplicate ID, or more than one signature in one place.</summary>
    public const string SignatureStructure = "signature_structure";

    /// <summary>The issuer is not one that is configured, or issuers disagree.</summary>
    public const string UntrustedIssuer = "untrusted_issuer";

    /// <summary>The pinned certificate that verifies the signature is outside its validity period.</summary>
    public const string ExpiredCertificate = "expired_certificate";

    /// <summary>The identity provider answered with a failure status (SAML Core 3.2.2.2).</summary>
    public const string StatusNotSuccess = "status_not_success";

    /// <summary>The Response holds no Assertion.</summary>
    public const string NoAssertion = "no_assertion";

    /// <summary>The Response holds more than one (Encrypted)Assertion.</summary>
    public const string MultipleAssertions = "multiple_assertions";

    /// <summary>The EncryptedAssertion could not be decrypted; deliberately says no more.</summary>
    public const string DecryptionFailed = "decryption_failed";

    /// <summary>This service provider is not in every AudienceRestriction (SAML Core 2.5.1.4).</summary>
    public const string AudienceMismatch = "audience_mismatch";

    /// <summary>SubjectConfirmationData Recipient is not this assertion consumer service.</summary>
    public const string RecipientMismatch = "recipient_mismatch";

    /// <summary>The Response's Destination is missing, or is not this assertion consumer service.</summary>
    public const string DestinationMismatch = "destination_mismatch";

    /// <summary>NotBefore, IssueInstant or AuthnInstant lies in the future.</summary>
    public const string NotYetValid = "not_yet_valid";

    /// <summary>A NotOnOrAfter has passed.</summary>
    public const string Expired = "expired";

    /// <summary>No Conditions, or no AudienceRestriction or NotOnOrAfter in them.</summary>
    public const string MissingConditions = "missing_conditions";

    /// <summary>No bearer SubjectConfirmation is complete and valid (SAML Profiles 4.1.4.2).</summary>
    public const string SubjectConfirmationInvalid = "subject_confirmation_invalid";

    /// <summary>InResponseTo is not the pending request's ID, or its copies disagree.</summary>
    public const string InResponseToMismatch = "in_response_to_mismatch";

    /// <summary>The response answers no request, and unsolicited responses are not allowed.</summary>
    public const string UnsolicitedNotAllowed = "unsolicited_not_allowed";

    /// <summary>The assertion was used before.</summary>
    public const string Replayed = "replayed";

    /// <summary>No NameID, an empty one, or one whose format, qualifier or shape is not acceptable.</summary>
    public const string NameIdInvalid = "name_id_invalid";

    /// <summary>No AuthnStatement (SAML Profiles 4.1.4.2).</summary>
    public const string AuthnStatementMissing = "authn_statement_missing";

    /// <summary>AuthnInstant is older than what was asked for.</summary>
    public const string AuthnTooOld = "authn_too_old";

    /// <summary>Version is not 2.0.</summary>
    public const string VersionMismatch = "version_mismatch";
}
