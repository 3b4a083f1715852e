using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using SamlSp.Protocol;

namespace SamlSp.AspNetCore;

/// <summary><c>/auth/jwks</c>: the public keys of the gateway's tokens (RFC 7517 5).</summary>
internal static class GatewayKeys
{
    public const string Path = "/auth/jwks";

    public static Task WriteAsync(HttpContext context, ServiceProviderKeys keys)
    {
        Page.SetHeaders(context.Response);
        context.Response.Headers.CacheControl = "public, max-age=300";
        return context.Response.WriteAsJsonAsync(new JsonWebKeySet(Published(keys)), context.RequestAborted);
    }

    private static JsonWebKey[] Published(ServiceProviderKeys keys) =>
        keys.Certificate is { } certificate && JsonWebSignature.PublicKey(certificate) is var (modulus, exponent) ? [new("RSA", "sig", "RS256", JsonWebSignature.KeyId(certificate)!, modulus, exponent)] : [];

    private sealed record JsonWebKeySet([property: JsonPropertyName("keys")] IReadOnlyList<JsonWebKey> Keys);

    private sealed record JsonWebKey(
        [property: JsonPropertyName("kty")] string Type,
        [property: JsonPropertyName("use")] string Use,
        [property: JsonPropertyName("alg")] string Algorithm,
        [property: JsonPropertyName("kid")] string Id,
        [property: JsonPropertyName("n")] string Modulus,
        [property: JsonPropertyName("e")] string Exponent);
}
