using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using SamlSp.Claims;

namespace SamlSp.EntraSandbox;

/// <summary>Writes ID tokens of version 2.0, and the keys to verify them with.</summary>
internal sealed class IdTokenWriter(EntraSandboxTenant tenant)
{
    /// <summary>The issuer, as at Entra.</summary>
    public string Issuer => $"https://login.microsoftonline.com/{tenant.Options.TenantId}/v2.0";

    /// <summary>The token for a code, broken where the code says so.</summary>
    public string Write(OpenIdCode code)
    {
        var active = tenant.Keys.Active.Certificate;
        var draft = new IdTokenDraft(Header(active), Payload(code), active);
        code.Attack?.Change(draft, code.Request.Client);
        return draft.Sign();
    }

    /// <summary>All published keys (RFC 7517).</summary>
    public JsonObject Keys() => new() { ["keys"] = new JsonArray([.. tenant.SigningCertificates.Select(Key)]) };

    public static string KeyId(X509Certificate2 certificate) => WebEncoders.Base64UrlEncode(certificate.GetCertHash());

    private JsonNode Key(X509Certificate2 certificate)
    {
        var rsa = certificate.GetRSAPublicKey()!.ExportParameters(includePrivateParameters: false);
        return new JsonObject
        {
            ["kty"] = "RSA",
            ["use"] = "sig",
            ["kid"] = KeyId(certificate),
            ["x5t"] = KeyId(certificate),
            ["n"] = WebEncoders.Base64UrlEncode(rsa.Modulus!),
            ["e"] = WebEncoders.Base64UrlEncode(rsa.Exponent!),
            ["x5c"] = new JsonArray(Convert.ToBase64String(certificate.RawData)),
            ["issuer"] = Issuer,
        };
    }

    private static JsonObject Header(X509Certificate2 certificate) =>
        new()
        {
            ["typ"] = "JWT",
            ["alg"] = "RS256",
            ["kid"] = KeyId(certificate),
        };

    private JsonObject Payload(OpenIdCode code)
    {
        var (user, now, how, client) = (code.User, tenant.Now.ToUnixTimeSeconds(), code.Token, code.Request.Client);
        var payload = new JsonObject
        {
            ["aud"] = client.ClientId,
            ["iss"] = Issuer,
            ["iat"] = now - 300,
            ["nbf"] = now - 300,
            ["exp"] = now + (long)tenant.Options.TokenLifetime.TotalSeconds,
            ["name"] = user.DisplayName,
            ["oid"] = user.ObjectId,
            ["preferred_username"] = user.SignInName,
            ["rh"] = "0." + WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(18)),
            ["sid"] = Guid.NewGuid().ToString(),
            ["sub"] = WebEncoders.Base64UrlEncode(
                SHA256.HashData(Encoding.UTF8.GetBytes($"{tenant.Options.TenantId}\n{user.ObjectId}\n{client.ClientId}"))
            ),
            ["tid"] = tenant.Options.TenantId,
            ["uti"] = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(16)),
            ["ver"] = "2.0",
            ["given_name"] = user.GivenName,
            ["family_name"] = user.Surname,
            ["amr"] = how.MultiFactor ? new JsonArray("pwd", "mfa") : new JsonArray("pwd"),
        };
        if (code.Request.Nonce is { } nonce)
        {
            payload["nonce"] = nonce;
        }

        if (user.Mail is { } mail)
        {
            payload["email"] = mail;
        }

        if (user.UserType != UserType.Member)
        {
            payload["idp"] = user.IdentityProvider;
        }

        if (how.AuthTime)
        {
            payload["auth_time"] = code.AuthnInstant.ToUnixTimeSeconds();
        }

        if (how.Upn)
        {
            payload["upn"] = user.LocalUserPrincipalName;
        }

        if (how.Acct)
        {
            payload["acct"] = user.UserType == UserType.Member ? 0 : 1;
        }

        if (how.GroupOverage)
        {
            payload["_claim_names"] = new JsonObject { ["groups"] = "src1" };
            payload["_claim_sources"] = new JsonObject
            {
                ["src1"] = new JsonObject
                {
                    ["endpoint"] = $"https://graph.windows.net/{tenant.Options.TenantId}/users/{user.ObjectId}/getMemberObjects",
                },
            };
        }
        else if (how.Groups)
        {
            payload["groups"] = new JsonArray([.. user.Groups.Select(g => (JsonNode)g)]);
        }

        return payload;
    }
}
