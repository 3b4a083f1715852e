using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;

namespace SamlSp.EntraSandbox;

/// <summary>
/// Reads authorization requests as Entra does: an error about the app or its redirect URI is shown, any other is sent back.
/// </summary>
internal sealed class OpenIdRequestReader(EntraSandboxTenant tenant)
{
    /// <param name="query">The query string.</param>
    /// <param name="error">What is wrong.</param>
    /// <param name="answerUrl">Where the error is sent; null when it is shown.</param>
    public OpenIdRequest? Read(string query, out AadStsError? error, out string? answerUrl)
    {
        var parameters = QueryHelpers.ParseQuery(query);
        string? Value(string name) =>
            parameters.TryGetValue(name, out var values) && values.ToString() is { Length: > 0 } value ? value : null;
        (error, answerUrl) = (null, null);
        var client = tenant.FindClient(Value("client_id"));
        if (client is null)
        {
            error = AadStsError.UnknownApp(Value("client_id"));
        }
        else if (Value("redirect_uri") is not { } redirect || !client.RedirectUris.Contains(redirect, StringComparer.Ordinal))
        {
            error = AadStsError.UnknownReplyUrl(Value("redirect_uri") ?? "", client.ClientId);
        }

        if (error is not null)
        {
            return null;
        }

        var request = new OpenIdRequest
        {
            Client = client!,
            RedirectUri = Value("redirect_uri")!,
            State = Value("state"),
            Nonce = Value("nonce"),
            CodeChallenge = Value("code_challenge"),
            Prompt = Value("prompt"),
            MaxAge = int.TryParse(Value("max_age"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                ? TimeSpan.FromSeconds(seconds)
                : null,
            LoginHint = Value("login_hint"),
            Contexts = ClaimsRequest.Contexts(Value("claims")),
            Query = query,
        };
        var (code, wrong) = (Value("response_type"), Value("response_mode"), Value("scope")) switch
        {
            (not "code", _, _) => (
                "unsupported_response_type",
                new AadStsError("AADSTS700054", "response_type is not enabled for the application.")
            ),
            (_, not (null or "query"), _) => ("invalid_request", new("AADSTS900235", "The response_mode is not supported here.")),
            (_, _, var scope) when scope?.Split(' ').Contains("openid") != true => (
                "invalid_scope",
                new("AADSTS70011", "The provided value for the input parameter 'scope' is not valid: openid is missing.")
            ),
            _ when request.CodeChallenge is not null && Value("code_challenge_method") != "S256" => (
                "invalid_request",
                new("AADSTS501491", "Invalid size or method of the Code_Challenge parameter.")
            ),
            _ => (null, null as AadStsError),
        };
        if (wrong is null)
        {
            return request;
        }

        (error, answerUrl) = (wrong, request.AnswerUrl(("error", code), ("error_description", wrong.Message)));
        return null;
    }
}
