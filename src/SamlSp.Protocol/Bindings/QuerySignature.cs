using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SamlSp.Protocol;

/// <summary>The signature of the redirect binding: over octets of the query, beside the message (SAML Bindings 3.4.4.1; RFC 4051 for the algorithm URIs).</summary>
internal static class QuerySignature
{
    private const string RsaSha256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";
    private const string EcdsaSha256 = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256";

    /// <summary>The algorithm that a key signs with.</summary>
    public static string AlgorithmOf(SigningKey key)
    {
        using var rsa = key.Certificate.GetRSAPublicKey();
        return rsa is null ? EcdsaSha256 : RsaSha256;
    }

    public static byte[] Sign(SigningKey key, ReadOnlySpan<byte> octets)
    {
        using var rsa = key.Certificate.GetRSAPrivateKey();
        if (rsa is not null)
            return rsa.SignData(octets, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var ecdsa = key.Certificate.GetECDsaPrivateKey();
        return ecdsa!.SignData(octets, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    /// <summary>Null when a key that is pinned to the issuer, and valid at <paramref name="now"/>, made the signature.</summary>
    public static Refusal? Verify(string algorithm, ReadOnlySpan<byte> octets, ReadOnlySpan<byte> signature, TrustedIssuer issuer, VerifierLimits limits, DateTimeOffset now)
    {
        if (Refuse(algorithm) is { } refusal)
            return refusal;
        var (isRsa, hash) = Known(algorithm)!.Value;
        var tried = 0;
        refusal = new(RefusalCodes.SignatureInvalid, "No key of the issuer made the signature of the query.");
        foreach (var key in issuer.SigningKeys)
        {
            if (tried++ == limits.MaximumKeysTried)
                break;
            if (!Matches(key.Certificate, isRsa, hash, octets, signature, out var weak))
                continue;
            if (weak)
                refusal = new(RefusalCodes.WeakAlgorithm, "The key that made the signature is shorter than 2048 bits.");
            else if (!issuer.AllowExpiredCertificates && (now < key.NotBefore || now >= key.NotAfter))
                refusal = new(RefusalCodes.ExpiredCertificate, "The certificate of the key that made the signature is outside its validity.");
            else
                return null;
        }

        return refusal;
    }

    private static Refusal? Refuse(string algorithm)
    {
        if (Known(algorithm) is not null)
            return null;
        return algorithm.EndsWith("sha1", StringComparison.Ordinal) || algorithm.EndsWith("md5", StringComparison.Ordinal)
            ? new(RefusalCodes.WeakAlgorithm, "The signature of the query is made with SHA-1 or MD5.")
            : new(RefusalCodes.UnsupportedAlgorithm, "The signature algorithm of the query is not one that is accepted.");
    }

    private static (bool IsRsa, HashAlgorithmName Hash)? Known(string algorithm) => algorithm switch
    {
        RsaSha256 => (true, HashAlgorithmName.SHA256),
        "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384" => (true, HashAlgorithmName.SHA384),
        "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512" => (true, HashAlgorithmName.SHA512),
        EcdsaSha256 => (false, HashAlgorithmName.SHA256),
        "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384" => (false, HashAlgorithmName.SHA384),
        "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512" => (false, HashAlgorithmName.SHA512),
        _ => null,
    };

    private static bool Matches(X509Certificate2 certificate, bool isRsa, HashAlgorithmName hash, ReadOnlySpan<byte> octets, ReadOnlySpan<byte> signature, out bool weak)
    {
        weak = false;
        if (isRsa)
        {
            using var rsa = certificate.GetRSAPublicKey();
            weak = rsa?.KeySize < 2048;
            return rsa?.VerifyData(octets, signature, hash, RSASignaturePadding.Pkcs1) ?? false;
        }

        using var ecdsa = certificate.GetECDsaPublicKey();
        return ecdsa?.VerifyData(octets, signature, hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation) ?? false;
    }
}
