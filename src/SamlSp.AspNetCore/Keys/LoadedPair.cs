using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SamlSp.Protocol;

namespace SamlSp.AspNetCore;

/// <summary>A key pair ready for use. Elliptic pairs sign and do not decrypt.</summary>
internal sealed record LoadedPair(string Name, X509Certificate2 Certificate, SigningKey Signing, DecryptionKey? Decryption)
{
    public DateTimeOffset NotBefore { get; } = new(Certificate.NotBefore.ToUniversalTime());

    public DateTimeOffset NotAfter { get; } = new(Certificate.NotAfter.ToUniversalTime());

    /// <exception cref="ArgumentException">There is no private key, or it is too short or of an unsupported kind.</exception>
    public static LoadedPair From(string name, X509Certificate2 certificate)
    {
        var rsa = certificate.GetRSAPrivateKey();
        return new(
            name,
            certificate,
            SigningKey.FromCertificate(certificate),
            rsa is null ? null : DecryptionKey.FromRsa(rsa, BouncyCastleOaep.Create)
        );
    }

    public static LoadedPair From(ProvidedKeyPair pair) =>
        pair.Key is { } rsa
            ? new(
                pair.Name,
                pair.Certificate,
                SigningKey.FromRsa(pair.Certificate, rsa),
                DecryptionKey.FromRsa(rsa, BouncyCastleOaep.Create)
            )
            : From(pair.Name, pair.Certificate);
}
