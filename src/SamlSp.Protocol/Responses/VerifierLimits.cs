namespace SamlSp.Protocol;

/// <summary>
/// Bounds on untrusted input. Those on size and counts are checked before any cryptography; the others bound the cryptography.
/// </summary>
public sealed record VerifierLimits
{
    /// <summary>Largest message, in bytes of XML. Default 1 MiB.</summary>
    public int MaximumBytes { get; init; } = 1024 * 1024;

    /// <summary>
    /// Largest canonical form of a signed element, in bytes; it can be larger than the message, because namespaces are declared where they
    /// are used. Default 4 MiB.
    /// </summary>
    public int MaximumCanonicalBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Deepest nesting of elements. Default 64.</summary>
    public int MaximumDepth { get; init; } = 64;

    /// <summary>Most elements in a message. Default 20,000.</summary>
    public int MaximumElements { get; init; } = 20_000;

    /// <summary>Most attributes on one element, namespace declarations included. Default 64.</summary>
    public int MaximumAttributesPerElement { get; init; } = 64;

    /// <summary>Most attributes in a message, namespace declarations not counted. Default 20,000.</summary>
    public int MaximumAttributes { get; init; } = 20_000;

    /// <summary>
    /// Most namespace declarations in a message. Default 4,000: some identity providers declare two for each attribute value.
    /// </summary>
    public int MaximumNamespaceDeclarations { get; init; } = 4_000;

    /// <summary>
    /// Most pinned keys tried for one signature, those whose certificates are valid now first. Default 32: as many as metadata may hold.
    /// </summary>
    public int MaximumKeysTried { get; init; } = 32;

    /// <summary>Most EncryptedKey elements looked at in one encrypted element. Default 8.</summary>
    public int MaximumEncryptedKeys { get; init; } = 8;

    /// <summary>
    /// Most uses of a private key (each EncryptedKey is tried with each of our keys) while nothing of the message was verified: for an
    /// encrypted assertion in an unsigned Response. Default 8.
    /// </summary>
    public int MaximumUnverifiedDecryptions { get; init; } = 8;

    /// <summary>
    /// Most uses of a private key for one message altogether, once a signature has been verified: EncryptedAssertion, EncryptedID and every
    /// EncryptedAttribute share them, and each costs one when it is encrypted for the key that fitted before. Beyond, decryption fails.
    /// Default 32.
    /// </summary>
    public int MaximumDecryptions { get; init; } = 32;
}
