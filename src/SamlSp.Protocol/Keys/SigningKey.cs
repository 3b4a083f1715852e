using System.Security.Cryptography.X509Certificates;

namespace SamlSp.Protocol;

/// <summary>A private key that signs what we send, with its certificate. Safe for concurrent use.</summary>
public sealed class SigningKey
{
    private SigningKey(X509Certificate2 certificate) => Certificate = certificate;

    /// <summary>The certificate that peers verify with.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>Takes an RSA or ECDSA private key out of a certificate.</summary>
    /// <exception cref="ArgumentException">There is no private key, or it is neither RSA nor ECDSA.</exception>
    public static SigningKey FromCertificate(X509Certificate2 certificate) => new(certificate);
}
