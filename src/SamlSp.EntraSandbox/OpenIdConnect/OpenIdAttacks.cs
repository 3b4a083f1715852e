using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using SamlSp.Claims;
using SamlSp.Protocol;

namespace SamlSp.EntraSandbox;

/// <summary>The attack lab of OpenID Connect: each case breaks one thing in a token that is good otherwise.</summary>
internal static class OpenIdAttacks
{
    private const string OtherTenant = "99999999-8888-7777-6666-555555555555";

    public static IReadOnlyList<OpenIdAttack> Cases { get; } =
    [
        new("nonce-missing", "No nonce", "nonce_mismatch", (token, _) => token.Payload.Remove("nonce")),
        new(
            "nonce-other",
            "The nonce of another request",
            "nonce_mismatch",
            (token, _) => token.Payload["nonce"] = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
        ),
        new(
            "aud-other",
            "Audience is another app of the tenant",
            RefusalCodes.AudienceMismatch,
            (token, _) => token.Payload["aud"] = OtherTenant
        ),
        new("aud-missing", "No audience", RefusalCodes.AudienceMismatch, (token, _) => token.Payload.Remove("aud")),
        new(
            "aud-slash",
            "Audience with a slash at its end",
            RefusalCodes.AudienceMismatch,
            (token, client) => token.Payload["aud"] = client.ClientId + "/"
        ),
        new(
            "aud-several",
            "Several audiences",
            RefusalCodes.AudienceMismatch,
            (token, client) => token.Payload["aud"] = new JsonArray(client.ClientId, OtherTenant)
        ),
        new("azp-other", "Issued to another app", RefusalCodes.AudienceMismatch, (token, _) => token.Payload["azp"] = OtherTenant),
        new(
            "iss-other",
            "Token of another tenant, signed with a key that all tenants share",
            RefusalCodes.UntrustedIssuer,
            (token, _) =>
                (token.Payload["iss"], token.Payload["tid"]) = ($"https://login.microsoftonline.com/{OtherTenant}/v2.0", OtherTenant)
        ),
        new(
            "iss-slash",
            "An issuer with a slash at its end",
            RefusalCodes.UntrustedIssuer,
            (token, _) => token.Payload["iss"] = token.Payload["iss"]!.GetValue<string>() + "/"
        ),
        new(
            "tid-other",
            "A tenant ID that is not the issuer's",
            IdentityErrorCodes.TenantMismatch,
            (token, _) => token.Payload["tid"] = OtherTenant
        ),
        new("tid-missing", "No tenant ID", IdentityErrorCodes.TenantMismatch, (token, _) => token.Payload.Remove("tid")),
        new("oid-missing", "No object ID", IdentityErrorCodes.ObjectIdMissing, (token, _) => token.Payload.Remove("oid")),
        new("sub-missing", "No subject", RefusalCodes.NameIdInvalid, (token, _) => token.Payload.Remove("sub")),
        new("expired", "Expired an hour ago", RefusalCodes.Expired, (token, _) => Move(token, "exp", -7_200)),
        new("exp-missing", "No expiry", RefusalCodes.Expired, (token, _) => token.Payload.Remove("exp")),
        new("early", "Not valid yet", RefusalCodes.NotYetValid, (token, _) => Move(token, "nbf", 3_600)),
        new("iat-future", "Issued tomorrow", RefusalCodes.NotYetValid, (token, _) => Move(token, "iat", 86_400)),
        new("iat-missing", "No issue time", RefusalCodes.Malformed, (token, _) => token.Payload.Remove("iat")),
        new(
            "auth-time-future",
            "Authentication in the future",
            RefusalCodes.NotYetValid,
            (token, _) => token.Payload["auth_time"] = token.Payload["exp"]!.GetValue<long>() + 86_400
        ),
        new(
            "alg-none",
            "Not signed (alg none)",
            RefusalCodes.Unsigned,
            (token, _) => (token.Header["alg"], token.Unsigned) = ("none", true)
        ),
        new("signature-missing", "Signature removed", RefusalCodes.SignatureInvalid, (token, _) => token.Unsigned = true),
        new(
            "alg-hs256",
            "HMAC with the client secret",
            RefusalCodes.UnsupportedAlgorithm,
            (token, client) => (token.Header["alg"], token.Secret) = ("HS256", Encoding.UTF8.GetBytes(client.ClientSecret))
        ),
        new(
            "alg-hs256-public",
            "HMAC with the public key as the secret",
            RefusalCodes.UnsupportedAlgorithm,
            (token, _) => (token.Header["alg"], token.Secret) = ("HS256", token.Signer.PublicKey.ExportSubjectPublicKeyInfo())
        ),
        new(
            "kid-unknown",
            "Signed with an unpublished key",
            RefusalCodes.SignatureInvalid,
            (token, _) => UseStranger(token, keepId: false)
        ),
        new(
            "key-other",
            "Signed with another key under a known key ID",
            RefusalCodes.SignatureInvalid,
            (token, _) => UseStranger(token, keepId: true)
        ),
        new("jwk-header", "Signed with a key from the token's header", RefusalCodes.SignatureInvalid, (token, _) => BringKey(token)),
        new(
            "changed",
            "Changed after signing",
            RefusalCodes.SignatureInvalid,
            (token, _) => token.Afterwards = payload => payload["oid"] = OtherTenant
        ),
    ];

    public static OpenIdAttack? Find(string? id) => Cases.FirstOrDefault(c => c.Id == id);

    private static void Move(IdTokenDraft token, string claim, long seconds) =>
        token.Payload[claim] = token.Payload[claim]!.GetValue<long>() + seconds;

    private static void UseStranger(IdTokenDraft token, bool keepId)
    {
        token.Signer = TenantKeys.Create(TimeProvider.System);
        if (!keepId)
        {
            token.Header["kid"] = IdTokenWriter.KeyId(token.Signer);
        }
    }

    private static void BringKey(IdTokenDraft token)
    {
        UseStranger(token, keepId: true);
        var rsa = token.Signer.GetRSAPublicKey()!.ExportParameters(includePrivateParameters: false);
        token.Header["jwk"] = new JsonObject
        {
            ["kty"] = "RSA",
            ["n"] = Convert.ToBase64String(rsa.Modulus!),
            ["e"] = "AQAB",
        };
        token.Header["x5c"] = new JsonArray(Convert.ToBase64String(token.Signer.RawData));
        token.Header.Remove("kid");
    }
}
