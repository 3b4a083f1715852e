using System.Security.Cryptography.X509Certificates;

namespace SamlSp.Protocol;

/// <summary>A public key that is pinned to an issuer. Immutable, safe for concurrent use; keeps the imported key at hand.</summary>
public sealed class VerificationKey
{
    private VerificationKey(X509Certificate2 certificate) => Certificate = certificate;

    /// <summary>The certificate that the key came in.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>Start of the certificate's validity, UTC.</summary>
    public DateTimeOffset NotBefore => new(Certificate.NotBefore.ToUniversalTime());

    /// <summary>End of the certificate's validity, UTC.</summary>
    public DateTimeOffset NotAfter => new(Certificate.NotAfter.ToUniversalTime());

    /// <summary>Takes the public key out of a certificate.</summary>
    /// <exception cref="ArgumentException">The key is neither RSA nor ECDSA.</exception>
    public static VerificationKey FromCertificate(X509Certificate2 certificate) => new(certificate);
}
