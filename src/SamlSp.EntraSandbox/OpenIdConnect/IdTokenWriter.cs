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
    /// <summary>The most groups of a JSON Web Token; above it, a link stands in their place.</summary>
    private const int MaxGroups = 200;

    /// <summary>The issuer.</summary>
    public string Issuer => tenant.OpenIdIssuer;

    /// <summary>The token for a code, broken where the code says so.</summary>
    public string Write(OpenIdCode code)
    {
        var active = tenant.Keys.Active.Certificate;
        var draft = new IdTokenDraft(Header(active), Payload(code), active);
        code.Attack?.Change(draft, code.Request.Client);
        return draft.Sign();
    }

    /// <summary>A logout token (OpenID Connect Back-Channel Logout 1.0, 2.4) for a session of an app.</summary>
    public string WriteLogout(SandboxClient client, SandboxUser user, string sessionId)
    {
        var now = tenant.Now.ToUnixTimeSeconds();
        var active = tenant.Keys.Active.Certificate;
        var header = Header(active);
        header["typ"] = "logout+jwt";
        return new IdTokenDraft(
            header,
            new()
            {
                ["iss"] = Issuer,
                ["aud"] = client.ClientId,
                ["iat"] = now,
                ["exp"] = now + 120,
                ["jti"] = Guid.NewGuid().ToString(),
                ["sub"] = Subject(client, user),
                ["sid"] = sessionId,
                ["events"] = new JsonObject { ["http://schemas.openid.net/event/backchannel-logout"] = new JsonObject() },
            },
            active
        ).Sign();
    }

    /// <summary>The subject for the app that a code is for: another one for each app.</summary>
    public string Subject(OpenIdCode code) => Subject(code.Request.Client, code.User);

    /// <summary>Names and e-mail address.</summary>
    public static IEnumerable<(string Name, string Value)> Profile(SandboxUser user)
    {
        yield return ("name", user.DisplayName);
        yield return ("given_name", user.GivenName);
        yield return ("family_name", user.Surname);
        yield return ("preferred_username", user.SignInName);
        if (user.Mail is { } mail)
        {
            yield return ("email", mail);
        }
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

    private string Subject(SandboxClient client, SandboxUser user) =>
        WebEncoders.Base64UrlEncode(
            SHA256.HashData(Encoding.UTF8.GetBytes($"{tenant.Options.TenantId}\n{user.ObjectId}\n{client.ClientId}"))
        );

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
            ["oid"] = user.ObjectId,
            ["rh"] = "0." + WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(18)),
            ["sid"] = code.SessionId,
            ["sub"] = Subject(code),
            ["tid"] = tenant.Options.TenantId,
            ["uti"] = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(16)),
            ["ver"] = "2.0",
            ["amr"] =
                how.Passkey ? new JsonArray("fido", "mfa")
                : how.MultiFactor ? new JsonArray("pwd", "mfa")
                : new JsonArray("pwd"),
        };
        if (how.Contexts && code.Request.Contexts.Count > 0)
        {
            payload["acrs"] = new JsonArray([.. code.Request.Contexts.Select(context => (JsonNode)context)]);
        }

        if (code.Request.Nonce is { } nonce)
        {
            payload["nonce"] = nonce;
        }

        foreach (var (name, value) in tenant.Options.OpenId.ClaimsAtUserInfoOnly ? [] : Profile(user))
        {
            payload[name] = value;
        }

        if (tenant.Options.OpenId.OwnIssuer)
        {
            payload.Remove("tid");
            payload.Remove("oid");
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

        if (how.GroupOverage || (how.Groups && user.Groups.Count > MaxGroups))
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
