using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace SamlSp.AspNetCore;

/// <summary>
/// Creates the address that a browser is sent to with an authorization request: with its parameters, with a signed request object in their
/// place (JAR, RFC 9101), or with a reference to a request that was pushed before (PAR, RFC 9126).
/// </summary>
internal sealed class OpenIdRequestSender(OpenIdClient client, TimeProvider clock)
{
    /// <summary>The type of a request object (RFC 9101 10.8), so that it is taken for no other token that we sign.</summary>
    private const string Type = "oauth-authz-req+jwt";

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    /// <summary>Creates the address.</summary>
    /// <param name="sp">The request that starts the sign-in.</param>
    /// <param name="organization">The organization.</param>
    /// <param name="provider">Its identity provider.</param>
    /// <param name="parameters">The parameters, with <c>client_id</c>.</param>
    /// <returns>The address, or a sentence for the log that says why there is none.</returns>
    public async Task<(string? Url, string? Error)> CreateUrlAsync(
        SamlSpContext sp,
        Organization organization,
        OpenIdProvider provider,
        Dictionary<string, string?> parameters
    )
    {
        var (connection, clientId) = (organization.Options.Connection, parameters["client_id"]);
        string? request = null;
        if (provider.WantsSignedRequests(connection))
        {
            request = Sign(sp, provider, parameters);
            if (request is null && (connection.SignRequests == true || provider.RequiresSignedRequests))
            {
                return (null, "The request cannot be signed: there is no key, or none for the identity provider's algorithms.");
            }
        }

        if (!provider.WantsPushedRequests(connection))
        {
            // OpenID Connect Core 6.1 wants response_type and scope beside the request object as well; RFC 9101 5 ignores them.
            return (
                QueryHelpers.AddQueryString(
                    provider.AuthorizationUrl,
                    request is null
                        ? parameters
                        : new()
                        {
                            ["client_id"] = clientId,
                            ["response_type"] = parameters["response_type"],
                            ["scope"] = parameters["scope"],
                            ["request"] = request,
                        }
                ),
                null
            );
        }

        var form = request is null
            ? parameters
                .Where(parameter => parameter.Value is not null)
                .ToDictionary(parameter => parameter.Key, parameter => parameter.Value!, StringComparer.Ordinal)
            : new(StringComparer.Ordinal) { ["request"] = request };
        var pushed = await client.PostAsync(
            sp,
            organization,
            provider,
            ("pushed authorization request", provider.PushedAuthorizationUrl!),
            form,
            forceAuthn: parameters.ContainsKey("max_age")
        );
        return pushed.Error is not null ? (null, pushed.Error)
            : pushed.Text("request_uri") is { Length: > 0 and <= 2048 } reference
                ? (
                    QueryHelpers.AddQueryString(
                        provider.AuthorizationUrl,
                        new Dictionary<string, string?>(StringComparer.Ordinal) { ["client_id"] = clientId, ["request_uri"] = reference }
                    ),
                    null
                )
            : (null, "The pushed authorization request endpoint gave no request_uri.");
    }

    private string? Sign(SamlSpContext sp, OpenIdProvider provider, Dictionary<string, string?> parameters)
    {
        if (sp.Scheme.Keys.Signing is not { } key)
        {
            return null;
        }

        var now = clock.GetUtcNow();
        var claims = parameters
            .Where(parameter => parameter.Value is not null)
            .ToDictionary(parameter => parameter.Key, parameter => (object)parameter.Value!, StringComparer.Ordinal);
        claims["jti"] = ClientAssertion.NewId();
        if (parameters.GetValueOrDefault("max_age") is { } age)
        {
            // A number in a request object (OpenID Connect Core 6.1).
            claims["max_age"] = int.Parse(age, System.Globalization.CultureInfo.InvariantCulture);
        }

        if (parameters.GetValueOrDefault("claims") is { } asked)
        {
            // And an object, where the query has its text.
            claims["claims"] = JsonElement.Parse(asked);
        }

        return ClientAssertion.TrySign(
            key,
            provider.RequestAlgorithms,
            new()
            {
                Issuer = parameters["client_id"],
                Audience = provider.Issuer,
                IssuedAt = now.UtcDateTime,
                NotBefore = now.UtcDateTime,
                Expires = (now + Lifetime).UtcDateTime,
                Claims = claims,
                TokenType = Type,
            },
            namesKey: !provider.IsEntra
        );
    }
}
