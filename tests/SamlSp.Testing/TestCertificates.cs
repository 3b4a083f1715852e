using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SamlSp.Testing;

/// <summary>Self-signed certificates with private keys, created once a process, at first use.</summary>
public static class TestCertificates
{
    private static readonly Lazy<X509Certificate2> LazyIdp = Rsa("Microsoft Azure Federated SSO Certificate");
    private static readonly Lazy<X509Certificate2> LazyIdpNext = Rsa("Microsoft Azure Federated SSO Certificate (next)");
    private static readonly Lazy<X509Certificate2> LazyIdpEcdsa = new(() => CreateEcdsa("IdP on P-256", ECCurve.NamedCurves.nistP256));
    private static readonly Lazy<X509Certificate2> LazyIdpEcdsa384 = new(() => CreateEcdsa("IdP on P-384", ECCurve.NamedCurves.nistP384));
    private static readonly Lazy<X509Certificate2> LazyIdpWeak = new(() => CreateRsa("IdP with a weak key", 1024));
    private static readonly Lazy<X509Certificate2> LazyIdpExpired = new(() =>
        CreateRsa("IdP, expired", notAfter: TestClock.Now.AddDays(-1))
    );
    private static readonly Lazy<X509Certificate2> LazyUntrusted = Rsa("Microsoft Azure Federated SSO Certificate");
    private static readonly Lazy<X509Certificate2> LazySp = Rsa("sp.example.com signing");
    private static readonly Lazy<X509Certificate2> LazySpEcdsa = new(() =>
        CreateEcdsa("sp.example.com signing, P-256", ECCurve.NamedCurves.nistP256)
    );
    private static readonly Lazy<X509Certificate2> LazySpDecryption = Rsa("sp.example.com decryption");
    private static readonly Lazy<X509Certificate2> LazySpDecryptionNext = Rsa("sp.example.com decryption (next)");

    /// <summary>The IdP's signing key, RSA-2048.</summary>
    public static X509Certificate2 Idp => LazyIdp.Value;

    /// <summary>The IdP's second signing key, RSA-2048, for rollover.</summary>
    public static X509Certificate2 IdpNext => LazyIdpNext.Value;

    /// <summary>An ECDSA P-256 signing key of the IdP.</summary>
    public static X509Certificate2 IdpEcdsa => LazyIdpEcdsa.Value;

    /// <summary>An ECDSA P-384 signing key of the IdP.</summary>
    public static X509Certificate2 IdpEcdsa384 => LazyIdpEcdsa384.Value;

    /// <summary>An RSA-1024 key: too weak.</summary>
    public static X509Certificate2 IdpWeak => LazyIdpWeak.Value;

    /// <summary>An RSA-2048 key whose certificate ran out the day before <see cref="TestClock.Now"/>.</summary>
    public static X509Certificate2 IdpExpired => LazyIdpExpired.Value;

    /// <summary>An attacker's key, in a certificate with the IdP's own subject.</summary>
    public static X509Certificate2 Untrusted => LazyUntrusted.Value;

    /// <summary>The service provider's signing key.</summary>
    public static X509Certificate2 Sp => LazySp.Value;

    /// <summary>The service provider's signing key on P-256.</summary>
    public static X509Certificate2 SpEcdsa => LazySpEcdsa.Value;

    /// <summary>The service provider's decryption key.</summary>
    public static X509Certificate2 SpDecryption => LazySpDecryption.Value;

    /// <summary>The service provider's next decryption key, for rollover.</summary>
    public static X509Certificate2 SpDecryptionNext => LazySpDecryptionNext.Value;

    /// <summary>
    /// Makes an RSA key pair with a self-signed certificate, valid from the start of 2026 to the end of 2028 unless said otherwise.
    /// </summary>
    public static X509Certificate2 CreateRsa(
        string commonName,
        int bits = 2048,
        DateTimeOffset? notBefore = null,
        DateTimeOffset? notAfter = null
    )
    {
        var key = RSA.Create(bits);
        return SelfSign(
            new CertificateRequest(Name(commonName), key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
            notBefore,
            notAfter
        );
    }

    /// <summary>Makes an ECDSA key pair with a self-signed certificate.</summary>
    public static X509Certificate2 CreateEcdsa(
        string commonName,
        ECCurve curve,
        DateTimeOffset? notBefore = null,
        DateTimeOffset? notAfter = null
    )
    {
        var key = ECDsa.Create(curve);
        return SelfSign(new CertificateRequest(Name(commonName), key, HashAlgorithmName.SHA256), notBefore, notAfter);
    }

    /// <summary>The certificate without its private key, base64 of DER, as in metadata.</summary>
    public static string Base64(this X509Certificate2 certificate) => Convert.ToBase64String(certificate.RawData);

    private static Lazy<X509Certificate2> Rsa(string commonName) => new(() => CreateRsa(commonName));

    private static X500DistinguishedName Name(string commonName) => new X500DistinguishedNameBuilder().With(commonName);

    private static X500DistinguishedName With(this X500DistinguishedNameBuilder builder, string commonName)
    {
        builder.AddCommonName(commonName);
        return builder.Build();
    }

    private static X509Certificate2 SelfSign(CertificateRequest request, DateTimeOffset? notBefore, DateTimeOffset? notAfter) =>
        request.CreateSelfSigned(
            notBefore ?? new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
            notAfter ?? new(2028, 12, 31, 0, 0, 0, TimeSpan.Zero)
        );
}
