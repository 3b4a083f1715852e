using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace SamlSp.EntraSandbox;

/// <summary>
/// Requests that come otherwise than in the address: pushed before (PAR, RFC 9126), or as a signed object (JAR, RFC 9101).
/// </summary>
internal sealed class PushedRequests(EntraSandboxTenant tenant, ClientProof proof)
{
    private const int Most = 10_000;
    private const string Prefix = "urn:ietf:params:oauth:request_uri:";
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(90);
    private static readonly string[] OfTheProof = ["client_secret", "client_assertion", "client_assertion_type"];
    private static readonly string[] OfTheToken = ["iss", "aud", "iat", "nbf", "exp", "jti"];
    private readonly ConcurrentDictionary<string, (string Query, DateTimeOffset ExpiresAt)> _pushed = new(StringComparer.Ordinal);

    private SandboxOpenIdOptions Options => tenant.Options.OpenId;

    /// <summary>Takes a pushed request.</summary>
    public (int Status, JsonObject? Answer, string Error, AadStsError? Wrong) Push(IFormCollection form)
    {
        var (client, status, error, wrong) = proof.Check(form, tenant.PushedRequestUrl);
        if (client is null)
        {
            return (status, null, error, wrong);
        }

        var query = QueryHelpers.AddQueryString(
            "",
            form.Where(field => !OfTheProof.Contains(field.Key, StringComparer.Ordinal))
                .ToDictionary(field => field.Key, field => (string?)field.Value.ToString(), StringComparer.Ordinal)
        );
        if (_pushed.Count >= Most)
        {
            _pushed.Clear();
        }

        var reference = Prefix + WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));
        _pushed[reference] = (query, tenant.Now + Lifetime);
        return (201, new() { ["request_uri"] = reference, ["expires_in"] = (int)Lifetime.TotalSeconds }, "", null);
    }

    /// <summary>The query string that a request means; or what is wrong with it.</summary>
    public (string Query, AadStsError? Wrong) Resolve(string query)
    {
        var given = QueryHelpers.ParseQuery(query);
        if (given.TryGetValue("request_uri", out var reference))
        {
            if (!_pushed.TryRemove(reference.ToString(), out var pushed) || pushed.ExpiresAt <= tenant.Now)
            {
                return (query, new("AADSTS900144", "The request_uri is unknown, was used before, or has expired."));
            }

            query = pushed.Query;
            given = QueryHelpers.ParseQuery(query);
        }
        else if (Options.RequirePushedRequests)
        {
            return (query, new("AADSTS900144", "The request must be pushed (require_pushed_authorization_requests)."));
        }

        if (!given.TryGetValue("request", out var text))
        {
            return (query, Options.RequireSignedRequests ? new("AADSTS900144", "The request must be signed.") : null);
        }

        var certificates = tenant.FindClient(given["client_id"].ToString())?.Certificates?.Invoke() ?? [];
        if (
            JsonWebSignature.Read(text.ToString(), certificates) is not { } request
            || JsonWebSignature.Text(request.Header, "typ") != "oauth-authz-req+jwt"
            || request.Claim("client_id") != given["client_id"].ToString()
            || request.Claim("aud") != tenant.OpenIdIssuer
            || !(tenant.Now < request.Instant("exp"))
        )
        {
            return (query, new("AADSTS900144", "The request object is not valid."));
        }

        return (
            QueryHelpers.AddQueryString(
                "",
                request
                    .Payload.Where(claim => claim.Value is not null && !OfTheToken.Contains(claim.Key, StringComparer.Ordinal))
                    .ToDictionary(claim => claim.Key, claim => (string?)claim.Value!.ToString(), StringComparer.Ordinal)
            ),
            null
        );
    }
}
