using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;

namespace SamlSp.EntraSandbox;

/// <summary>A token before it is signed. The attack lab changes it.</summary>
internal sealed class IdTokenDraft(JsonObject header, JsonObject payload, X509Certificate2 signer)
{
    public JsonObject Header { get; } = header;

    public JsonObject Payload { get; } = payload;

    /// <summary>Who signs.</summary>
    public X509Certificate2 Signer { get; set; } = signer;

    /// <summary>The key of an HMAC in the place of the signature; null for none.</summary>
    public byte[]? Secret { get; set; }

    /// <summary>Whether the signature is left away.</summary>
    public bool Unsigned { get; set; }

    /// <summary>Changes the payload after it was signed; null for not at all.</summary>
    public Action<JsonObject>? Afterwards { get; set; }

    public string Sign()
    {
        var signed = Encode(Header) + "." + Encode(Payload);
        var bytes = Encoding.ASCII.GetBytes(signed);
        using var rsa = Signer.GetRSAPrivateKey()!;
        var signature =
            Unsigned ? []
            : Secret is null ? rsa.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : HMACSHA256.HashData(Secret, bytes);
        Afterwards?.Invoke(Payload);
        return Encode(Header) + "." + Encode(Payload) + "." + WebEncoders.Base64UrlEncode(signature);
    }

    private static string Encode(JsonObject part) => WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(part.ToJsonString()));
}
