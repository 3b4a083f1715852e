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
            RefusalCodes.WeakAlgorithm => new(RefusalCodes.WeakAlgorithm, "The key that made the signature of the query is too short."),
            RefusalCodes.ExpiredCertificate => new(
                RefusalCodes.ExpiredCertificate,
                "The certificate of the key that made the signature of the query is outside its validity."
            ),
            _ => new(RefusalCodes.SignatureInvalid, "No key of the issuer made the signature of the query."),
        };
    }
}
