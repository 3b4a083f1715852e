using System.Text.Json;

namespace SamlSp.AspNetCore;

/// <summary>
/// Redeems a code at the token endpoint; the client authenticates in the body (OpenID Connect Core 3.1.3.1, <c>client_secret_post</c>).
/// </summary>
internal sealed class OpenIdTokenClient(Backchannel backchannel, OpenIdProviderReader reader)
{
    private static readonly string[] KnownErrors =
    [
        "invalid_request",
        "invalid_client",
        "invalid_grant",
        "unauthorized_client",
        "unsupported_grant_type",
        "invalid_scope",
        "temporarily_unavailable",
        "server_error",
    ];

    /// <summary>Redeems a code.</summary>
    /// <param name="organization">The organization.</param>
    /// <param name="provider">Its identity provider.</param>
    /// <param name="code">The code.</param>
    /// <param name="codeVerifier">The proof key; null for none.</param>
    /// <param name="redirectUri">The redirect URI that the request named (RFC 6749 4.1.3).</param>
    /// <param name="bounds">The bounds of the request.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The ID token, or a sentence for the log, with Entra's error number if there is one.</returns>
    public async Task<(string? IdToken, string? Error, string? Number)> RedeemAsync(
        Organization organization,
        OpenIdProvider provider,
        string code,
        string? codeVerifier,
        string redirectUri,
        MetadataOptions bounds,
        CancellationToken cancellationToken
    )
    {
        var connection = organization.Options.Connection;
        try
        {
            var url = new Uri(provider.TokenUrl, UriKind.Absolute);
            var form = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["grant_type"] = "authorization_code",
                ["code"] = code,
                ["redirect_uri"] = redirectUri,
                ["client_id"] = connection.ClientId!,
                ["client_secret"] = connection.ClientSecret!,
            };
            if (codeVerifier is not null)
            {
                form["code_verifier"] = codeVerifier;
            }

            var (status, body) = await backchannel.PostAsync(
                url,
                reader.IsDeclared(organization.Name, connection, url),
                bounds,
                form,
                cancellationToken
            );
            using var answer = JsonDocument.Parse(body);
            if (status != 200)
            {
                EntraErrorNumber.TryFind(Text(answer.RootElement, "error_description"), out var number);
                return (null, Describe(status, answer.RootElement, provider, connection), number);
            }

            return Text(answer.RootElement, "id_token") is { } token
                ? (token, null, null)
                : (null, "The token endpoint gave no ID token.", null);
        }
        catch (HttpRequestException e)
        {
            return (null, $"The token endpoint cannot be reached: {e.Message}.", null);
        }
        catch (JsonException)
        {
            return (null, "The token endpoint did not answer with JSON.", null);
        }
    }

    /// <summary>The error for the log.</summary>
    private static string Describe(int status, JsonElement answer, OpenIdProvider provider, SamlSpConnectionOptions connection)
    {
        var error = Text(answer, "error") is { } said && KnownErrors.Contains(said, StringComparer.Ordinal) ? said : "another error";
        return $"The token endpoint answered {status}, {error}."
            + OpenIdErrorText.Describe(error, Text(answer, "error_description"), provider, connection);
    }

    private static string? Text(JsonElement answer, string name) =>
        answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
