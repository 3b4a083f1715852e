using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using SamlSp.Protocol;

namespace SamlSp.AspNetCore;

/// <summary><c>/auth/jwks</c>: the public keys of the gateway's tokens (RFC 7517 5).</summary>
internal static class GatewayKeys
{
    public const string Path = "/auth/jwks";

    /// <summary>The most that <see cref="GatewayOptions.TokenLifetime"/> may be.</summary>
    private static readonly TimeSpan MaxTokenLength = TimeSpan.FromHours(1);

    public static Task WriteAsync(HttpContext context, SamlSpScheme scheme)
    {
        var options = scheme.Options;
        Page.SetHeaders(context.Response);
        context.Response.Headers.CacheControl = "public, max-age=300";
        return context.Response.WriteAsJsonAsync(
            new JsonWebKeySet([.. Published(scheme.Keys, options.Certificates.PublishBeforeUse, options.TimeProvider!.GetUtcNow())]),
            context.RequestAborted
        );
    }

    /// <summary>
    /// Every pair that signs or will, so that nobody meets a key they do not know; the one before for as long as a token of it may be
    /// about, and no longer.
    /// </summary>
    private static IEnumerable<JsonWebKey> Published(ServiceProviderKeys keys, TimeSpan publishBeforeUse, DateTimeOffset now)
    {
        var justChanged = keys.Pairs.Any(pair =>
            pair.State == KeyPairState.Active && now < pair.SignsFrom + publishBeforeUse + MaxTokenLength
        );
        foreach (
            var certificate in keys.Pairs.Where(pair => justChanged || pair.State != KeyPairState.Previous).Select(pair => pair.Certificate)
        )
        {
            if (JsonWebSignature.PublicKey(certificate) is var (modulus, exponent))
            {
                yield return new("RSA", "sig", "RS256", JsonWebSignature.KeyId(certificate)!, modulus, exponent);
            }
        }
    }

    private sealed record JsonWebKeySet([property: JsonPropertyName("keys")] IReadOnlyList<JsonWebKey> Keys);

    private sealed record JsonWebKey(
        [property: JsonPropertyName("kty")] string Type,
        [property: JsonPropertyName("use")] string Use,
        [property: JsonPropertyName("alg")] string Algorithm,
        [property: JsonPropertyName("kid")] string Id,
        [property: JsonPropertyName("n")] string Modulus,
        [property: JsonPropertyName("e")] string Exponent
    );
}
