using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SamlSp.Protocol;

/// <summary>A private key that signs what we send, with its certificate. Safe for concurrent use.</summary>
public sealed class SigningKey
{
    private readonly KeyPool<RSA>? _rsa;
    private readonly KeyPool<ECDsa>? _ecdsa;
    private readonly RSA? _external;
    private readonly Lock _gate = new();

    private SigningKey(X509Certificate2 certificate, RSA external) => (Certificate, _external) = (certificate, external);

    private SigningKey(X509Certificate2 certificate)
    {
        Certificate = certificate;
        if (certificate.GetRSAPrivateKey() is { } rsa)
        {
            _rsa = new(() => certificate.GetRSAPrivateKey()!);
            _rsa.Return(rsa);
        }
        else if (certificate.GetECDsaPrivateKey() is { } ecdsa)
        {
            _ecdsa = new(() => certificate.GetECDsaPrivateKey()!);
            _ecdsa.Return(ecdsa);
        }
        else
        {
            throw new ArgumentException("The certificate has no private key, or one that is neither RSA nor ECDSA.", nameof(certificate));
        }
    }

    /// <summary>The certificate that receivers verify with.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>Whether it is an RSA key; otherwise it is an ECDSA key.</summary>
    public bool IsRsa => _ecdsa is null;

    /// <summary>The algorithm of <see cref="Sign(ReadOnlySpan{byte})"/>: SHA-256 with RSA PKCS#1 or ECDSA.</summary>
    internal SignatureAlgorithm Algorithm => IsRsa ? SignatureAlgorithm.RsaSha256 : SignatureAlgorithm.EcdsaSha256;

    /// <summary>Takes an RSA or ECDSA private key out of a certificate, which the caller keeps alive.</summary>
    /// <exception cref="ArgumentException">There is no private key, or it is neither RSA nor ECDSA.</exception>
    public static SigningKey FromCertificate(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return new(certificate);
    }

    /// <summary>
    /// Takes a key that signs elsewhere and cannot be exported (in a vault, in a hardware module), by one message at a time. The caller
    /// keeps both alive.
    /// </summary>
    /// <exception cref="ArgumentException">The certificate is that of another key.</exception>
    public static SigningKey FromRsa(X509Certificate2 certificate, RSA key)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        ArgumentNullException.ThrowIfNull(key);
        using var certified = certificate.GetRSAPublicKey();
        return certified is not null && certified.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(key.ExportSubjectPublicKeyInfo())
            ? new(certificate, key)
            : throw new ArgumentException("The certificate is that of another key.", nameof(certificate));
    }

    /// <summary>
    /// Signs data with SHA-256 and RSA PKCS#1 or ECDSA. An ECDSA signature is r and s side by side (XML Signature 1.1 6.4.3).
    /// </summary>
    public byte[] Sign(ReadOnlySpan<byte> data) => Sign(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    /// <summary>
    /// Signs data with another hash or padding, as JSON Web Signatures have them (RFC 7518 3.3 to 3.5). An ECDSA signature is r and s side
    /// by side.
    /// </summary>
    /// <param name="data">What is signed.</param>
    /// <param name="hash">The hash.</param>
    /// <param name="padding">The padding with an RSA key; of no meaning with an ECDSA key.</param>
    public byte[] Sign(ReadOnlySpan<byte> data, HashAlgorithmName hash, RSASignaturePadding padding)
    {
        ArgumentNullException.ThrowIfNull(padding);
        if (_external is not null)
        {
            lock (_gate)
            {
                return _external.SignData(data, hash, padding);
            }
        }

        if (_rsa is not null)
        {
            var rsa = _rsa.Rent();
            var signature = rsa.SignData(data, hash, padding);
            _rsa.Return(rsa);
            return signature;
        }

        var ecdsa = _ecdsa!.Rent();
        var result = ecdsa.SignData(data, hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        _ecdsa.Return(ecdsa);
        return result;
    }
}
