namespace SamlSp.Protocol;

/// <summary>Signs an element of a document: enveloped signature, exclusive canonicalization (XML Signature 1.1, SAML Core 5.4).</summary>
public static class EnvelopedSigner
{
    /// <summary>
    /// Returns the document with a Signature by <paramref name="key"/> over the element whose <c>ID</c> is <paramref name="id"/>, placed directly after that
    /// element's Issuer (or as its first child when it has none). SHA-256, RSA PKCS#1 or ECDSA after the key's type.
    /// </summary>
    /// <exception cref="ArgumentException">There is no such element, or the document is not well-formed.</exception>
    public static byte[] Sign(ReadOnlySpan<byte> xml, string id, SigningKey key) => throw new NotSupportedException();
}
