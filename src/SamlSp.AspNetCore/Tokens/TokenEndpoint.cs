using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace SamlSp.AspNetCore;

/// <summary>
/// <c>POST /session/token</c>: exchanges codes and refresh tokens (RFC 6749 4.1.3, 6; errors as in 5.2). Clients are programs without a
/// secret, which prove their identity by PKCE.
/// </summary>
internal sealed class TokenEndpoint(SessionTokens tokens)
{
    public const string Path = "/session/token";

    public async Task HandleAsync(HttpContext context)
    {
        SetHeaders(context.Response);
        try
        {
            await AnswerAsync(context, await TokenForm.ReadAsync(context));
        }
        catch (StoreUnavailableException)
        {
            context.Response.Headers.RetryAfter = "10";
            await ErrorAsync(context, "temporarily_unavailable", "the store does not answer", StatusCodes.Status503ServiceUnavailable);
        }
    }

    private Task AnswerAsync(HttpContext context, TokenForm? form) =>
        form?.Value("grant_type") switch
        {
            null => ErrorAsync(context, "invalid_request", "the body must be a form with grant_type, and each parameter at most once"),
            "authorization_code" => RedeemCodeAsync(context, form),
            "refresh_token" => RefreshAsync(context, form),
            _ => ErrorAsync(context, "unsupported_grant_type", "grant_type must be authorization_code or refresh_token"),
        };

    private async Task RedeemCodeAsync(HttpContext context, TokenForm form)
    {
        if (
            form.Value("code") is not { } code
            || form.Value("client_id") is not { } client
            || form.Value("redirect_uri") is not { } redirect
            || form.Value("code_verifier") is not { } verifier
        )
        {
            await ErrorAsync(context, "invalid_request", "code, client_id, redirect_uri and code_verifier are required");
            return;
        }

        await WriteAsync(context, await tokens.RedeemCodeAsync(code, client, redirect, verifier, context.RequestAborted));
    }

    private async Task RefreshAsync(HttpContext context, TokenForm form)
    {
        if (form.Value("refresh_token") is { } token)
        {
            await WriteAsync(context, await tokens.RefreshAsync(token, form.Value("client_id"), context.RequestAborted));
        }
        else
        {
            await ErrorAsync(context, "invalid_request", "refresh_token is required");
        }
    }

    private static Task WriteAsync(HttpContext context, TokenGrant? grant) =>
        grant is null
            ? ErrorAsync(context, "invalid_grant", "it is unknown, was used, has expired, or its session has ended")
            : context.Response.WriteAsJsonAsync(grant, context.RequestAborted);

    private static Task ErrorAsync(HttpContext context, string error, string description, int status = StatusCodes.Status400BadRequest)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(new TokenError(error, description), context.RequestAborted);
    }

    private static void SetHeaders(HttpResponse response)
    {
        Page.SetHeaders(response);
        response.Headers.Pragma = "no-cache";
    }

    private sealed record TokenError(
        [property: JsonPropertyName("error")] string Error,
        [property: JsonPropertyName("error_description")] string Description
    );
}
