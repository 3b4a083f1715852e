using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;

namespace SamlSp.Protocol;

/// <summary>JSON Web Signatures (RFC 7515) with our own key, by RS256, in the compact form.</summary>
public static class JsonWebSignature
{
    /// <summary>Whether a key can sign by RS256: it is an RSA key.</summary>
    public static bool CanSign(SigningKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key.Algorithm == SignatureAlgorithm.RsaSha256;
    }

    /// <summary>Signs a payload.</summary>
    /// <param name="key">Our own key.</param>
    /// <param name="type">The header <c>typ</c>, which keeps tokens of different use apart (RFC 8725 3.11).</param>
    /// <param name="payload">What is signed.</param>
    /// <exception cref="ArgumentException">The key is no RSA key.</exception>
    public static string Create(SigningKey key, string type, ReadOnlySpan<byte> payload)
    {
        if (!CanSign(key))
        {
            throw new ArgumentException("RS256 needs an RSA key.", nameof(key));
        }

        var header = JsonSerializer.SerializeToUtf8Bytes(
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["alg"] = "RS256",
                ["typ"] = type,
                ["kid"] = KeyId(key.Certificate)!,
            }
        );
        var signed = Base64Url.EncodeToString(header) + "." + Base64Url.EncodeToString(payload);
        return signed + "." + Base64Url.EncodeToString(key.Sign(Encoding.ASCII.GetBytes(signed)));
    }

    /// <summary>A key's name: its thumbprint (RFC 7638); null when the certificate's key is not RSA.</summary>
    public static string? KeyId(X509Certificate2 certificate) =>
        PublicKey(certificate) is var (modulus, exponent)
            ? Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes($$"""{"e":"{{exponent}}","kty":"RSA","n":"{{modulus}}"}""")))
            : null;

    /// <summary>Modulus and exponent as a JSON Web Key has them (RFC 7518 6.3.1); null when the certificate's key is not RSA.</summary>
    public static (string Modulus, string Exponent)? PublicKey(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        using var rsa = certificate.GetRSAPublicKey();
        if (rsa is null)
        {
            return null;
        }

        var parameters = rsa.ExportParameters(includePrivateParameters: false);
        return (Base64Url.EncodeToString(parameters.Modulus), Base64Url.EncodeToString(parameters.Exponent));
    }
}
