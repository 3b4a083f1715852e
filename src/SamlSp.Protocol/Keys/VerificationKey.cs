using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SamlSp.Protocol;

/// <summary>A public key that is pinned to an issuer. Immutable, safe for concurrent use; keeps the imported key in memory.</summary>
public sealed class VerificationKey
{
    private readonly KeyPool<RSA>? _rsa;
    private readonly KeyPool<ECDsa>? _ecdsa;

    private VerificationKey(X509Certificate2 certificate)
    {
        Certificate = certificate;
        NotBefore = new(certificate.NotBefore.ToUniversalTime());
        NotAfter = new(certificate.NotAfter.ToUniversalTime());
        if (certificate.GetRSAPublicKey() is { } rsa)
        {
            _rsa = new(() => certificate.GetRSAPublicKey()!);
            IsWeak = rsa.KeySize < KeySizes.MinimumRsa;
            _rsa.Return(rsa);
        }
        else if (certificate.GetECDsaPublicKey() is { } ecdsa)
        {
            _ecdsa = new(() => certificate.GetECDsaPublicKey()!);
            IsWeak = ecdsa.KeySize < KeySizes.MinimumEcdsa;
            _ecdsa.Return(ecdsa);
        }
        else
        {
            throw new ArgumentException("The certificate's key is neither RSA nor ECDSA.", nameof(certificate));
        }
    }

    /// <summary>The certificate that the key came in.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>Start of the certificate's validity, UTC.</summary>
    public DateTimeOffset NotBefore { get; }

    /// <summary>End of the certificate's validity, UTC.</summary>
    public DateTimeOffset NotAfter { get; }

    /// <summary>Whether the key is too short to prove anything: RSA below 2048 bits, elliptic curves below 256.</summary>
    public bool IsWeak { get; }

    /// <summary>Takes the public key out of a certificate.</summary>
    /// <exception cref="ArgumentException">The key is neither RSA nor ECDSA.</exception>
    public static VerificationKey FromCertificate(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return new(certificate);
    }

    /// <summary>Whether the key is of the kind that the algorithm needs.</summary>
    internal bool Fits(SignatureAlgorithm algorithm) => algorithm.IsEcdsa ? _ecdsa is not null : _rsa is not null;

    /// <summary>Whether the signature over the hash holds. Never throws, whatever the signature.</summary>
    internal bool Verify(SignatureAlgorithm algorithm, ReadOnlySpan<byte> hash, ReadOnlySpan<byte> signature)
    {
        try
        {
            var holds = false;
            if (algorithm.Padding is { } padding && _rsa?.Rent() is { } rsa)
            {
                holds = rsa.VerifyHash(hash, signature, algorithm.Hash, padding);
                _rsa.Return(rsa);
            }
            else if (algorithm.IsEcdsa && _ecdsa?.Rent() is { } ecdsa)
            {
                holds = ecdsa.VerifyHash(hash, signature, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
                _ecdsa.Return(ecdsa);
            }

            return holds;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    /// <summary>
    /// Whether data was signed by <see cref="SigningKey.Sign(ReadOnlySpan{byte})"/> with the private key of this public key. Never
    /// throws, whatever the
    /// signature.
    /// </summary>
    public bool VerifyData(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(data, hash);
        return Verify(_rsa is null ? SignatureAlgorithm.EcdsaSha256 : SignatureAlgorithm.RsaSha256, hash, signature);
    }
}
