using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace SamlSp.AspNetCore;

/// <summary>The signing keys of an OpenID provider.</summary>
internal static class OpenIdKeys
{
    private const int MinimumRsaBits = 2048;

    /// <summary>
    /// The keys of a JWKS that can verify signatures. One that cannot be decoded is passed over, as is one of another kind.
    /// </summary>
    /// <exception cref="FormatException">There is none.</exception>
    /// <exception cref="ArgumentException">The text is not a JWKS.</exception>
    public static List<SecurityKey> Read(string jwks)
    {
        var all = new JsonWebKeySet(jwks).Keys;
        var usable = all.Where(IsUsable).Cast<SecurityKey>().ToList();
        if (usable.Count > 0)
        {
            return usable;
        }

        throw new FormatException(
            all.Any(IsForSignatures)
                ? "none of the keys can be decoded, or is an RSA key of 2048 bits or an elliptic-curve key"
                : "there is no key that signatures can be verified with"
        );
    }

    /// <summary>
    /// The keys that may have signed a token: by its key ID, where it has one, and of the kind of its algorithm. Two keys may have the same
    /// ID when their kinds differ (RFC 7517 4.5).
    /// </summary>
    public static IEnumerable<SecurityKey> Find(IEnumerable<SecurityKey> keys, string? keyId, string? algorithm) =>
        keys.Where(key =>
            (string.IsNullOrEmpty(keyId) || key.KeyId == keyId) && (key is not JsonWebKey web || web.Kty == KindOf(algorithm))
        );

    private static string? KindOf(string? algorithm) =>
        algorithm is ['R' or 'P', 'S', ..] ? JsonWebAlgorithmsKeyTypes.RSA
        : algorithm is ['E', 'S', ..] ? JsonWebAlgorithmsKeyTypes.EllipticCurve
        : null;

    /// <summary>A symmetric key would make every client that knows it an issuer.</summary>
    private static bool IsForSignatures(JsonWebKey key) =>
        key.Use is null or "" or "sig" && key.Kty is JsonWebAlgorithmsKeyTypes.RSA or JsonWebAlgorithmsKeyTypes.EllipticCurve;

    private static bool IsUsable(JsonWebKey key)
    {
        if (!IsForSignatures(key))
        {
            return false;
        }

        try
        {
            return key.Kty == JsonWebAlgorithmsKeyTypes.RSA ? IsRsa(key) : IsCurve(key);
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or CryptographicException)
        {
            return false;
        }
    }

    private static bool IsRsa(JsonWebKey key)
    {
        using var rsa = RSA.Create(
            new RSAParameters { Modulus = Base64UrlEncoder.DecodeBytes(key.N), Exponent = Base64UrlEncoder.DecodeBytes(key.E) }
        );
        return rsa.KeySize >= MinimumRsaBits;
    }

    private static bool IsCurve(JsonWebKey key)
    {
        ECCurve? curve = key.Crv switch
        {
            "P-256" => ECCurve.NamedCurves.nistP256,
            "P-384" => ECCurve.NamedCurves.nistP384,
            "P-521" => ECCurve.NamedCurves.nistP521,
            _ => null,
        };
        if (curve is not { } named)
        {
            return false;
        }

        using var ecdsa = ECDsa.Create(
            new ECParameters
            {
                Curve = named,
                Q = new() { X = Base64UrlEncoder.DecodeBytes(key.X), Y = Base64UrlEncoder.DecodeBytes(key.Y) },
            }
        );
        return true;
    }
}
