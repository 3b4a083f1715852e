using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.Tokens;

namespace SamlSp.AspNetCore;

/// <summary>
/// <c>/auth/oidc/jwks</c>: the public keys by which identity providers verify client assertions and request objects (RFC 7517 5). The pair
/// that signs and those that will; RSA and elliptic curves. No key is bound to an algorithm, because the identity provider chooses it.
/// </summary>
internal static class OpenIdClientKeys
{
    public static Task WriteAsync(SamlSpContext sp)
    {
        Page.SetHeaders(sp.Response);
        sp.Response.Headers.CacheControl = "public, max-age=300";
        return sp.Response.WriteAsJsonAsync(
            new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["keys"] = sp
                    .Scheme.Keys.Pairs.Where(pair => pair.State != KeyPairState.Previous)
                    .Select(pair => Members(JsonWebSigning.PublicKeyOf(pair.Certificate)))
                    .ToList(),
            },
            sp.Aborted
        );
    }

    private static Dictionary<string, string> Members(JsonWebKey key)
    {
        var members = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["kty"] = key.Kty,
            ["use"] = JsonWebKeyUseNames.Sig,
            ["kid"] = key.KeyId,
        };
        if (key.Kty == JsonWebAlgorithmsKeyTypes.RSA)
        {
            (members["n"], members["e"]) = (key.N, key.E);
        }
        else
        {
            (members["crv"], members["x"], members["y"]) = (key.Crv, key.X, key.Y);
        }

        return members;
    }
}
