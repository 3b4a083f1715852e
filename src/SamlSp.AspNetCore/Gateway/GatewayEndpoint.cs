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

    public async Task JudgeAsync(SamlSpContext sp)
    {
        if (!GatewayRequirements.TryRead(sp.Request.Query, sp.Options.Gateway, out var wanted))
        {
            logger.GatewayMisused("the query has a parameter or value that is not known");
            await ProblemAsync(
                sp.Http,
                StatusCodes.Status400BadRequest,
                "misconfigured",
                "The proxy's question has a parameter or value that is not known here."
            );
            return;
        }

        var scheme = BearerTokenHandler.IsPresent(sp.Request) ? SamlSpDefaults.BearerScheme : SamlSpDefaults.SessionScheme;
        AuthenticateResult result;
        try
        {
            result = await sp.Http.AuthenticateAsync(scheme);
        }
        catch (StoreUnavailableException e)
        {
            await UnavailableAsync(sp.Http, e);
            return;
        }

        if (sp.Http.Features.Get<UnknownSession>() is { } unknown && scheme == SamlSpDefaults.SessionScheme)
        {
            await UnavailableAsync(sp.Http, unknown.Why);
        }
        else if (!result.Succeeded || sp.Http.GetSamlSpSession() is not { } session)
        {
            await ChallengeAsync(sp, wanted, scheme);
        }
        else if (!wanted.AreMetBy(session))
        {
            await ForbidAsync(sp);
        }
        else
        {
            await AllowAsync(sp, wanted, session);
        }
    }

    private async Task AllowAsync(SamlSpContext sp, GatewayRequirements wanted, Session session)
    {
        if (wanted.Audience is { } audience)
        {
            if (tokens.Get(session, audience, sp.Options, sp.Scheme.Keys) is not { } token)
            {
                logger.GatewayMisused("there is no RSA key to sign a token with");
                await ProblemAsync(
                    sp.Http,
                    StatusCodes.Status500InternalServerError,
                    "misconfigured",
                    "There is no key to sign a token with."
                );
                return;
            }

            sp.Response.Headers[GatewayHeaders.Token] = token;
        }

        Count("allowed");
        Page.SetHeaders(sp.Response);
        GatewayHeaders.Write(sp.Response.Headers, session);
        sp.Response.StatusCode = StatusCodes.Status200OK;
    }

    private static Task ForbidAsync(SamlSpContext sp)
    {
        Count("forbidden");
        return ForbiddenPage.WriteAsync(sp);
    }

    /// <summary>
    /// A browser goes to sign in: by our redirect, where the proxy hands it on, or by the proxy's own to the address that we name.
    /// Everybody else is told 401.
    /// </summary>
    private async Task ChallengeAsync(SamlSpContext sp, GatewayRequirements wanted, string scheme)
    {
        Count("unauthenticated");
        if (scheme == SamlSpDefaults.BearerScheme)
        {
            await sp.Http.ChallengeAsync(scheme);
            return;
        }

        var ended = sp.Http.Features.Get<EndedSession>();
        if (GatewayTarget.IsNavigation(sp.Request) && GatewayTarget.Read(sp.Request, sp.Options, out var isKnown) is { } target)
        {
            if (!isKnown)
            {
                logger.GatewayMisused("the application's host is neither ours nor in SamlSp:Gateway:ReturnHosts");
            }

            var url = GatewayHandover.SignInUrl(
                sp,
                target,
                wanted.Organizations is [var only] ? only : ended?.Organization,
                ended?.NeedsReauthentication == true
            );
            if (wanted.Redirects ?? GatewayTarget.IsForwarded(sp.Request))
            {
                Page.SetHeaders(sp.Response);
                sp.Response.Redirect(url);
                return;
            }

            sp.Response.Headers[GatewayHeaders.SignIn] = url;
        }

        await ApiChallenge.WriteAsync(sp.Http, ended?.ReauthenticationFrequency, ended?.NeedsReauthentication == true);
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
