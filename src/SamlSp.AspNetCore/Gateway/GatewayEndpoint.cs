using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SamlSp.AspNetCore;

/// <summary>
/// <c>GET /auth</c>: a reverse proxy asks about a request to an application. 200 with who it is, 403 for somebody who lacks what the proxy
/// asks for, 401 or a redirect to sign in for everybody else. Nothing that the client says about itself is read but its cookie or token.
/// </summary>
internal sealed class GatewayEndpoint(GatewayTokens tokens, ILogger<GatewayEndpoint> logger)
{
    public const string Path = "/auth";

    public async Task JudgeAsync(HttpContext context, SamlSpScheme served)
    {
        var options = served.Options;
        if (!GatewayRequirements.TryRead(context.Request.Query, options.Gateway, out var wanted))
        {
            logger.GatewayMisused("the query has a parameter or value that is not known");
            await ProblemAsync(
                context,
                StatusCodes.Status400BadRequest,
                "misconfigured",
                "The proxy's question has a parameter or value that is not known here."
            );
            return;
        }

        var scheme = BearerTokenHandler.IsPresent(context.Request) ? SamlSpDefaults.BearerScheme : SamlSpDefaults.SessionScheme;
        AuthenticateResult result;
        try
        {
            result = await context.AuthenticateAsync(scheme);
        }
        catch (StoreUnavailableException e)
        {
            await UnavailableAsync(context, e);
            return;
        }

        if (context.Features.Get<UnknownSession>() is { } unknown && scheme == SamlSpDefaults.SessionScheme)
        {
            await UnavailableAsync(context, unknown.Why);
        }
        else if (!result.Succeeded || context.GetSamlSpSession() is not { } session)
        {
            await ChallengeAsync(context, options, wanted, scheme);
        }
        else if (!wanted.AreMetBy(session))
        {
            await ForbidAsync(context, options);
        }
        else
        {
            await AllowAsync(context, served, wanted, session);
        }
    }

    private async Task AllowAsync(HttpContext context, SamlSpScheme served, GatewayRequirements wanted, Session session)
    {
        if (wanted.Audience is { } audience)
        {
            if (tokens.Get(session, audience, served.Options, served.Keys) is not { } token)
            {
                logger.GatewayMisused("there is no RSA key to sign a token with");
                await ProblemAsync(
                    context,
                    StatusCodes.Status500InternalServerError,
                    "misconfigured",
                    "There is no key to sign a token with."
                );
                return;
            }

            context.Response.Headers[GatewayHeaders.Token] = token;
        }

        Count("allowed");
        Page.SetHeaders(context.Response);
        GatewayHeaders.Write(context.Response.Headers, session);
        context.Response.StatusCode = StatusCodes.Status200OK;
    }

    private static Task ForbidAsync(HttpContext context, SamlSpOptions options)
    {
        Count("forbidden");
        return ForbiddenPage.WriteAsync(context, options);
    }

    /// <summary>
    /// A browser goes to sign in: by our redirect, where the proxy hands it on, or by the proxy's own to the address that we name.
    /// Everybody else is told 401.
    /// </summary>
    private async Task ChallengeAsync(HttpContext context, SamlSpOptions options, GatewayRequirements wanted, string scheme)
    {
        Count("unauthenticated");
        if (scheme == SamlSpDefaults.BearerScheme)
        {
            await context.ChallengeAsync(scheme);
            return;
        }

        var ended = context.Features.Get<EndedSession>();
        if (GatewayTarget.IsNavigation(context.Request) && GatewayTarget.Read(context.Request, options, out var isKnown) is { } target)
        {
            if (!isKnown)
            {
                logger.GatewayMisused("the application's host is neither ours nor in SamlSp:Gateway:ReturnHosts");
            }

            var url = GatewayHandover.SignInUrl(
                context,
                options,
                target,
                wanted.Organizations is [var only] ? only : ended?.Organization,
                ended?.NeedsReauthentication == true
            );
            if (wanted.Redirects ?? GatewayTarget.IsForwarded(context.Request))
            {
                Page.SetHeaders(context.Response);
                context.Response.Redirect(url);
                return;
            }

            context.Response.Headers[GatewayHeaders.SignIn] = url;
        }

        await ApiChallenge.WriteAsync(context, ended?.ReauthenticationFrequency, ended?.NeedsReauthentication == true);
    }

    private Task UnavailableAsync(HttpContext context, StoreUnavailableException why)
    {
        logger.GatewayUnavailable(why.Message);
        context.Response.Headers.RetryAfter = "10";
        return ProblemAsync(
            context,
            StatusCodes.Status503ServiceUnavailable,
            "unavailable",
            "The session cannot be looked up at the moment."
        );
    }

    private static Task ProblemAsync(HttpContext context, int status, string outcome, string title)
    {
        Count(outcome);
        return Page.WriteProblemAsync(context, status, title);
    }

    private static void Count(string outcome) =>
        SamlSpTelemetry.GatewayDecisions.Add(1, new KeyValuePair<string, object?>("samlsp.outcome", outcome));
}
