using System.Text;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using SamlSp.AspNetCore;
using SamlSp.Directory;

namespace SamlSp.Scim;

/// <summary>
/// <c>POST /scim/v2/{organization}/oauth2/token</c>: exchanges a client secret (RFC 6749 4.4, by header or in the form) or a token of the
/// customer's own tenant (RFC 7523 2.2) for an access token.
/// </summary>
internal sealed class ClientCredentialsEndpoint(
    ProvisioningTokens tokens,
    ProvisioningLimiter limiter,
    WorkloadAssertions assertions,
    AccessTokens accessTokens
)
{
    private const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    public async Task HandleAsync(HttpContext context, SamlSpScheme scheme)
    {
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.Pragma = "no-cache";
        if (!await limiter.TryAsync(context, "token:" + ClientAddress.Of(context)))
        {
            return;
        }

        try
        {
            await AnswerAsync(context, scheme);
        }
        catch (StoreUnavailableException)
        {
            context.Response.Headers.RetryAfter = "10";
            await ErrorAsync(context, 503, "temporarily_unavailable", "the store does not answer");
        }
    }

    private async Task AnswerAsync(HttpContext context, SamlSpScheme scheme)
    {
        if (await TokenForm.ReadAsync(context) is not { } form || form.Value("grant_type") is not { } grant)
        {
            await ErrorAsync(context, 400, "invalid_request", "a form with grant_type is wanted, each parameter at most once");
            return;
        }

        if (grant != "client_credentials")
        {
            await ErrorAsync(context, 400, "unsupported_grant_type", "grant_type must be client_credentials");
            return;
        }

        var name = context.Request.RouteValues["organization"] as string ?? "";
        var issued = name.Length is > 0 and <= 64 && ScimText.IsStorable(name) ? await IssueAsync(context, scheme, name, form) : null;
        if (issued is null)
        {
            if (context.Request.Headers.Authorization.Count > 0)
            {
                context.Response.Headers.WWWAuthenticate = "Basic realm=\"scim\"";
            }

            await ErrorAsync(context, 401, "invalid_client", "the client is not known, or its secret is wrong or has expired");
            return;
        }

        await context.Response.WriteAsJsonAsync(
            new Grant(issued, "Bearer", (int)AccessTokens.Lifetime.TotalSeconds),
            context.RequestAborted
        );
    }

    private async Task<string?> IssueAsync(HttpContext context, SamlSpScheme scheme, string name, TokenForm form)
    {
        var organization = ProvisioningAuthenticator.Find(scheme, name);
        if (form.Value("client_assertion") is { } assertion)
        {
            if (
                form.Value("client_assertion_type") != AssertionType
                || organization?.Options.Provisioning.WorkloadIdentity is not { } trusted
            )
            {
                return null;
            }

            var declared = scheme.Registry.IsDeclared(organization.Name);
            return await assertions.VerifyAsync(trusted, assertion, declared, scheme.Options.Metadata, context.RequestAborted)
                ? accessTokens.Issue(organization.Name, null, trusted.Subject!)
                : null;
        }

        if (Client(context, form) is not var (id, secret))
        {
            return null;
        }

        var found = await tokens.FindAsync(name, secret, ProvisioningCredentialKind.ClientSecret, context.RequestAborted);
        return organization is not null && found is not null && found.Id == id
            ? accessTokens.Issue(organization.Name, found.Id, found.Name)
            : null;
    }

    private static (string Id, string Secret)? Client(HttpContext context, TokenForm form)
    {
        if (context.Request.Headers.Authorization is not [{ } header])
        {
            return form.Value("client_id") is { } id && form.Value("client_secret") is { } secret ? (id, secret) : null;
        }

        if (!header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var bytes = new byte[header.Length];
        if (!Convert.TryFromBase64String(header["Basic ".Length..].Trim(), bytes, out var count))
        {
            return null;
        }

        var pair = Encoding.UTF8.GetString(bytes, 0, count);
        var colon = pair.IndexOf(':', StringComparison.Ordinal);

        // RFC 6749 2.3.1: each half is form-encoded.
        return colon <= 0
            ? null
            : (Uri.UnescapeDataString(pair[..colon].Replace('+', ' ')), Uri.UnescapeDataString(pair[(colon + 1)..].Replace('+', ' ')));
    }

    private static Task ErrorAsync(HttpContext context, int status, string error, string description)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(new Refusal(error, description), context.RequestAborted);
    }

    private sealed record Grant(
        [property: JsonPropertyName("access_token")] string AccessToken,
        [property: JsonPropertyName("token_type")] string TokenType,
        [property: JsonPropertyName("expires_in")] int ExpiresIn
    );

    private sealed record Refusal(
        [property: JsonPropertyName("error")] string Error,
        [property: JsonPropertyName("error_description")] string Description
    );
}
