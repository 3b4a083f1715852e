using System.Security.Cryptography;
using System.Text;

namespace SamlSp.Protocol;

/// <summary>The signature of the redirect binding: over bytes of the query, beside the message (SAML Bindings 3.4.4.1).</summary>
internal static class QuerySignature
{
    /// <summary>Null when a key that is pinned to the issuer, and valid at <paramref name="now"/>, made the signature.</summary>
    public static Refusal? Verify(
        string algorithmUri,
        ReadOnlySpan<byte> bytes,
        ReadOnlySpan<byte> signature,
        TrustedIssuer issuer,
        VerifierLimits limits,
        DateTimeOffset now
    )
    {
        if (SignatureAlgorithm.Find(Encoding.UTF8.GetBytes(algorithmUri), out var code) is not { } algorithm)
        {
            return new(code, "The signature algorithm of the query is not one that is accepted.");
        }

        var hash = CryptographicOperations.HashData(algorithm.Hash, bytes);
        return KeyTrial.Verify(algorithm, hash, signature, issuer, limits, now) switch
        {
            null => null,
            RefusalCodes.WeakAlgorithm => new(RefusalCodes.WeakAlgorithm, "The signature of the query is by a key that is too short."),
            RefusalCodes.ExpiredCertificate => new(
                RefusalCodes.ExpiredCertificate,
                "The signature of the query is by a key whose certificate is outside its validity period."
            ),
            _ => new(
                RefusalCodes.SignatureInvalid,
                "The signature of the query holds under none of the keys that are pinned to the issuer."
            ),
        };
    }
}
