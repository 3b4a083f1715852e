using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace SamlSp.AspNetCore;

/// <summary>
/// The scheme <see cref="SamlSpDefaults.BearerScheme"/>: access tokens in the Authorization header (RFC 6750 2.1), and nowhere else.
/// </summary>
internal sealed class BearerTokenHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    private const string Name = "Bearer";

    private Session? _ended;

    /// <summary>Whether a request has a token, valid or not.</summary>
    public static bool IsPresent(HttpRequest request) =>
        request.Headers.Authorization.Any(value =>
            value is not null
            && value.StartsWith(Name, StringComparison.OrdinalIgnoreCase)
            && (value.Length == Name.Length || value[Name.Length] == ' ')
        );

    /// <summary>The session that a request's token acts for, looked up once for each request.</summary>
    public static Task<AccessTokenResult> FindSessionAsync(HttpContext context)
    {
        if (context.Features.Get<Task<AccessTokenResult>>() is { } known)
        {
            return known;
        }

        var found = context.Request.Headers.Authorization is [{ } header]
            ? context
                .RequestServices.GetRequiredService<SessionTokens>()
                .FindSessionAsync(header[Name.Length..].Trim(), context.RequestAborted)
                .AsTask()
            : Task.FromResult(default(AccessTokenResult));
        context.Features.Set(found);
        return found;
    }

    /// <inheritdoc />
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!IsPresent(Request))
        {
            return AuthenticateResult.NoResult();
        }

        if (Request.Headers.Authorization.Count > 1)
        {
            return AuthenticateResult.Fail("There is more than one Authorization header.");
        }

        var result = await FindSessionAsync(Context);
        _ended = result.Ended;
        if (result.Session is not { } session)
        {
            return AuthenticateResult.Fail("The access token is not valid.");
        }

        var properties = new AuthenticationProperties();
        RequestSession.Set(Context, session, result.Token, properties);
        return AuthenticateResult.Success(new(SessionPrincipal.Create(session, result.Token), properties, Scheme.Name));
    }

    /// <inheritdoc />
    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var failed = (await HandleAuthenticateOnceSafeAsync()).Failure is not null;
        if (_ended is not null || !failed)
        {
            await ApiChallenge.WriteAsync(Context, _ended?.ReauthenticationFrequency, reauthenticate: _ended is not null);
            return;
        }

        Response.Headers.WWWAuthenticate =
            "Bearer error=\"invalid_token\", error_description=\"The access token is not known, has expired, or its session has ended\"";
        Page.SetHeaders(Response);
        await Results.Problem(statusCode: StatusCodes.Status401Unauthorized).ExecuteAsync(Context);
    }

    /// <inheritdoc />
    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        Page.SetHeaders(Response);
        return Results.Problem(statusCode: StatusCodes.Status403Forbidden).ExecuteAsync(Context);
    }
}
