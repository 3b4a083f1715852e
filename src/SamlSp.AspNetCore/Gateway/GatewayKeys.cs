using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.Tokens;

namespace SamlSp.AspNetCore;

/// <summary><c>/auth/jwks</c>: the public keys of the gateway's tokens (RFC 7517 5).</summary>
internal static class GatewayKeys
{
    public const string Path = "/auth/jwks";

    /// <summary>The upper limit of <see cref="GatewayOptions.TokenLifetime"/>.</summary>
    private static readonly TimeSpan MaxTokenLifetime = TimeSpan.FromHours(1);

    public static Task WriteAsync(SamlSpContext sp)
    {
        Page.SetHeaders(sp.Response);
        sp.Response.Headers.CacheControl = "public, max-age=300";
        return sp.Response.WriteAsJsonAsync(
            new JsonWebKeySet([
                .. Published(sp.Scheme.Keys, sp.Options.Certificates.PublishBeforeUse, sp.Options.TimeProvider!.GetUtcNow()),
            ]),
            sp.Aborted
        );
    }

    /// <summary>
    /// The pair that signs and those that will, so that every token is signed by a published key. The previous pair stays for as long as a
    /// token that it signed can still be valid.
    /// </summary>
    private static IEnumerable<JsonWebKey> Published(ServiceProviderKeys keys, TimeSpan publishBeforeUse, DateTimeOffset now)
    {
        var justChanged = keys.Pairs.Any(pair =>
            pair.State == KeyPairState.Active && now < pair.SignsFrom + publishBeforeUse + MaxTokenLifetime
        );
        foreach (
            var certificate in keys.Pairs.Where(pair => justChanged || pair.State != KeyPairState.Previous).Select(pair => pair.Certificate)
        )
        {
            if (JsonWebSigning.PublicKeyOf(certificate) is { Kty: JsonWebAlgorithmsKeyTypes.RSA } key)
            {
                yield return new("RSA", "sig", "RS256", key.KeyId, key.N, key.E);
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
