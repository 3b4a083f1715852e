using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace SamlSp.EntraSandbox;

/// <summary>The token endpoint: redeems codes, with Entra's numbers for what is wrong.</summary>
internal sealed class OpenIdTokens(
    EntraSandboxTenant tenant,
    OpenIdCodes codes,
    ClientProof proof,
    OpenIdUserInfo userInfo,
    IdTokenWriter writer,
    GraphAccessTokens graph
)
{
    public (int Status, JsonObject Answer) Redeem(IFormCollection form)
    {
        string? Value(string name) => form[name].ToString() is { Length: > 0 } value ? value : null;
        if (Value("grant_type") is not ("authorization_code" or "client_credentials"))
        {
            return Fail(400, "unsupported_grant_type", new("AADSTS70003", "The app requested an unsupported grant type."));
        }

        var (proven, status, error, wrong) = proof.Check(form, tenant.TokenUrl);
        if (proven is not { } client)
        {
            return Fail(status, error, wrong!);
        }

        if (Value("grant_type") == "client_credentials")
        {
            return Value("scope") is { } scope && scope.EndsWith("/.default", StringComparison.Ordinal)
                ? (200, graph.Issue(client))
                : Fail(
                    400,
                    "invalid_scope",
                    new("AADSTS1002012", "The provided value for scope is not valid: it must end with /.default.")
                );
        }

        if (codes.Find(Value("code")) is not { } code || code.Request.Client.ClientId != client.ClientId)
        {
            return Fail(400, "invalid_grant", new("AADSTS70000", "The provided value for the 'code' parameter is not valid."));
        }

        if (!code.Redeem())
        {
            return Fail(
                400,
                "invalid_grant",
                new("AADSTS54005", "OAuth2 Authorization code was already redeemed, please retry with a new valid code.")
            );
        }

        if (code.ExpiresAt <= tenant.Now)
        {
            return Fail(400, "invalid_grant", new("AADSTS70008", "The provided authorization code has expired."));
        }

        if (Value("redirect_uri") != code.Request.RedirectUri)
        {
            return Fail(
                400,
                "invalid_client",
                new("AADSTS500112", "The reply address does not match the reply address provided when requesting the authorization code.")
            );
        }

        if (
            code.Request.CodeChallenge is { } challenge
            && WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.UTF8.GetBytes(Value("code_verifier") ?? ""))) != challenge
        )
        {
            return Fail(
                400,
                "invalid_grant",
                new("AADSTS501481", "The Code_Verifier does not match the code_challenge supplied in the authorization request.")
            );
        }

        return (
            200,
            new()
            {
                ["token_type"] = "Bearer",
                ["scope"] = "openid profile email",
                ["expires_in"] = 3599,
                ["access_token"] = userInfo.Issue(code),
                ["id_token"] = writer.Write(code),
            }
        );
    }

    /// <summary>An error as the token endpoint answers it.</summary>
    public (int Status, JsonObject Answer) Fail(int status, string error, AadStsError what) =>
        (
            status,
            new()
            {
                ["error"] = error,
                ["error_description"] = $"{what.Message} Trace ID: {Guid.NewGuid()} Timestamp: {XmlText.Instant(tenant.Now)}",
                ["timestamp"] = XmlText.Instant(tenant.Now),
            }
        );
}
