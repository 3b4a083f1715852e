using System.Security.Cryptography.X509Certificates;
using System.Security.Cryptography.Xml;

namespace SamlSp.Testing;

/// <summary>How <see cref="ReferenceSigner"/> signs.</summary>
public sealed record ReferenceSignature
{
    /// <summary>The key.</summary>
    public required X509Certificate2 Certificate { get; init; }

    /// <summary>The certificate in KeyInfo; null writes no KeyInfo.</summary>
    public X509Certificate2? KeyInfoCertificate { get; init; }

    /// <summary>The signature algorithm; null chooses SHA-256 with the key's kind.</summary>
    public string? SignatureAlgorithm { get; init; }

    /// <summary>The digest algorithm.</summary>
    public string DigestAlgorithm { get; init; } = XmlAlgorithms.Sha256;

    /// <summary>Last word before the signature is computed.</summary>
    public Action<SignedXml>? OnSigning { get; init; }
}
