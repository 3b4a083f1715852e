using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace SamlSp.EntraSandbox;

/// <summary>Checks which app asks: by its secret, or by an assertion that it has signed (RFC 7523).</summary>
internal sealed class ClientProof(EntraSandboxTenant tenant)
{
    private const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private const int MostRemembered = 10_000;
    private readonly ConcurrentDictionary<string, DateTimeOffset> _used = new(StringComparer.Ordinal);

    /// <summary>The app; or what is wrong, with the status and error of the answer.</summary>
    /// <param name="form">What was posted.</param>
    /// <param name="address">The address that it was posted to.</param>
    public (SandboxClient? Client, int Status, string Error, AadStsError? Wrong) Check(IFormCollection form, string address)
    {
        string? Value(string name) => form[name].ToString() is { Length: > 0 } value ? value : null;
        if (tenant.FindClient(Value("client_id")) is not { } client)
        {
            return (null, 400, "unauthorized_client", AadStsError.UnknownApp(Value("client_id")));
        }

        var wrong = Value("client_assertion") is { } assertion
            ? Value("client_assertion_type") == AssertionType
                ? CheckAssertion(client, assertion, address)
                : new("AADSTS50027", "JWT token is invalid or malformed: client_assertion_type.")
            : CheckSecret(client, Value("client_secret"));
        return wrong is null ? (client, 200, "", null) : (null, 401, "invalid_client", wrong);
    }

    private AadStsError? CheckSecret(SandboxClient client, string? secret) =>
        secret is null
        || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(client.ClientSecret))
            ? new(
                "AADSTS7000215",
                "Invalid client secret provided. "
                    + "Ensure the secret being sent in the request is the client secret value, not the client secret ID."
            )
        : client.SecretExpires <= tenant.Now ? new("AADSTS7000222", "The provided client secret keys are expired.")
        : null;

    private AadStsError? CheckAssertion(SandboxClient client, string text, string address)
    {
        if (JsonWebSignature.Read(text, client.Certificates?.Invoke() ?? []) is not { } assertion)
        {
            return new(
                "AADSTS700027",
                "The certificate with identifier used to sign the client assertion is not registered on application. "
                    + "[Reason - The key was not found.]"
            );
        }

        if (assertion.Claim("iss") != client.ClientId || assertion.Claim("sub") != client.ClientId)
        {
            return new("AADSTS700021", "Client assertion application identifier doesn't match 'client_id' parameter.");
        }

        if (
            assertion.Claim("aud") is not { } audience
            || (audience != address && !(tenant.Options.OpenId.OwnIssuer && audience == tenant.OpenIdIssuer))
        )
        {
            return new("AADSTS700023", "Client assertion audience claim does not match Realm issuer.");
        }

        if (!(assertion.Instant("nbf") <= tenant.Now) || !(tenant.Now < assertion.Instant("exp")))
        {
            return new("AADSTS700024", "Client assertion is not within its valid time range.");
        }

        if (_used.Count >= MostRemembered)
        {
            _used.Clear();
        }

        return assertion.Claim("jti") is { Length: > 0 } id && _used.TryAdd(id, tenant.Now)
            ? null
            : new("AADSTS700025", "Client assertion was used before, or has no jti.");
    }
}
