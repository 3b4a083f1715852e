using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;

namespace SamlSp.EntraSandbox;

/// <summary>A signed token of an app (RFC 7515): a client assertion, or a request.</summary>
/// <param name="Header">The header.</param>
/// <param name="Payload">The claims.</param>
internal sealed record JsonWebSignature(JsonObject Header, JsonObject Payload)
{
    private const int MaxLength = 16 * 1024;

    /// <summary>Reads a token, and verifies it by the one of some certificates that it names; null when none fits.</summary>
    public static JsonWebSignature? Read(string? text, IReadOnlyList<X509Certificate2> certificates)
    {
        if (text is not { Length: <= MaxLength } || text.Split('.') is not { Length: 3 } parts)
        {
            return null;
        }

        try
        {
            var read = new JsonWebSignature(Object(parts[0]), Object(parts[1]));
            var signature = WebEncoders.Base64UrlDecode(parts[2]);
            var signed = Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}");
            var named = Text(read.Header, "x5t#S256");
            return certificates
                .Where(certificate => named is null || named == Thumbprint(certificate))
                .Any(certificate => Verify(Text(read.Header, "alg"), certificate, signed, signature))
                ? read
                : null;
        }
        catch (Exception e) when (e is FormatException or JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>A claim that is a text; null when there is none.</summary>
    public string? Claim(string name) => Text(Payload, name);

    /// <summary>A claim that is an instant; null when there is none.</summary>
    public DateTimeOffset? Instant(string name) =>
        Payload[name] is JsonValue value && value.TryGetValue(out long seconds) ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    /// <summary>A member of the header or the payload that is a text; null when there is none.</summary>
    public static string? Text(JsonObject part, string name) =>
        part[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private static JsonObject Object(string part) =>
        JsonNode.Parse(WebEncoders.Base64UrlDecode(part)) as JsonObject ?? throw new FormatException("The part is no object.");

    private static string Thumbprint(X509Certificate2 certificate) =>
        WebEncoders.Base64UrlEncode(certificate.GetCertHash(HashAlgorithmName.SHA256));

    /// <summary>By the algorithms that Entra takes, and no XML signature URI.</summary>
    private static bool Verify(string? algorithm, X509Certificate2 certificate, byte[] signed, byte[] signature)
    {
        using var rsa = certificate.GetRSAPublicKey();
        using var ecdsa = certificate.GetECDsaPublicKey();
        return algorithm switch
        {
            "PS256" => rsa?.VerifyData(signed, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pss) == true,
            "RS256" => rsa?.VerifyData(signed, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1) == true,
            "ES256" => ecdsa?.VerifyData(signed, signature, HashAlgorithmName.SHA256) == true,
            _ => false,
        };
    }
}
