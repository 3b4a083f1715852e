using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SamlSp.AspNetCore;

/// <summary>
/// <c>GET /auth</c>: a reverse proxy asks which user sends a request to an application. The answer is 200 with the user, 403 if the user
/// does not meet the requirements of the proxy, or 401 or a redirect to sign-in. Of the client's request, only cookie and token are read.
/// </summary>
internal sealed class GatewayEndpoint(GatewayTokens tokens, ReturnUrls returnUrls, ILogger<GatewayEndpoint> logger)
{
    public const string Path = "/auth";

    public async Task JudgeAsync(SamlSpContext sp)
    {
        if (!GatewayRequirements.TryRead(sp.Request.Query, sp.Options.Gateway, out var wanted))
        {
            logger.GatewayMisused("the query has an unknown parameter or value");
            await ProblemAsync(
                sp.Http,
                StatusCodes.Status400BadRequest,
                "misconfigured",
                "The request of the proxy has an unknown parameter or value."
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
        var token = wanted.Audience is { } audience ? tokens.Get(session, audience, sp.Options, sp.Scheme.Keys) : null;
        if (wanted.Audience is not null && token is null)
        {
            logger.GatewayMisused("there is no RSA key to sign a token with");
            await ProblemAsync(sp.Http, StatusCodes.Status500InternalServerError, "misconfigured", "There is no key to sign a token with.");
            return;
        }

        Count("allowed");
        Page.SetHeaders(sp.Response);
        GatewayHeaders.Write(sp.Response.Headers, session, token);
        sp.Response.StatusCode = StatusCodes.Status200OK;
    }

    private static Task ForbidAsync(SamlSpContext sp)
    {
        Count("forbidden");
        return ForbiddenPage.WriteAsync(sp);
    }

    /// <summary>
    /// Sends a browser to sign-in: by our redirect if the proxy passes it on, otherwise by the proxy's redirect to the address in our
    /// header. All other clients get 401.
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
        if (GatewayTarget.IsNavigation(sp.Request) && GatewayTarget.Read(sp, returnUrls, out var isKnown) is { } target)
        {
            if (!isKnown)
            {
                logger.GatewayMisused("the application's host is neither ours nor in SamlSp:Gateway:ReturnHosts");
            }

            var redirects = wanted.Redirects ?? GatewayTarget.IsForwarded(sp.Request);
            var url = GatewayHandover.SignInUrl(
                sp,
                target with
                {
                    Path = Keep(sp, target.Path, redirects),
                },
                wanted.Organizations is [var only] ? only : ended?.Organization,
                ended?.NeedsReauthentication == true
            );
            if (redirects)
            {
                Page.SetHeaders(sp.Response);
                sp.Response.Redirect(url);
                return;
            }

            sp.Response.Headers[GatewayHeaders.SignIn] = url;
        }

        await ApiChallenge.WriteAsync(sp.Http, ended?.ReauthenticationFrequency, ended?.NeedsReauthentication == true);
    }

    /// <summary>
    /// A path that fits into the address of the sign-in. A long one needs cookies, which only our own redirect takes to the browser: of an
    /// answer to a subrequest, nginx passes on one cookie.
    /// </summary>
    private string Keep(SamlSpContext sp, string path, bool redirects)
    {
        if (redirects || !ReturnUrls.IsLong(path))
        {
            return returnUrls.Shorten(sp, path);
        }

        returnUrls.LogCut(path);
        return sp.Address.StartPage;
    }

    private Task UnavailableAsync(HttpContext context, StoreUnavailableException why)
    {
        logger.GatewayUnavailable(why.Message);
        context.Response.Headers.RetryAfter = "10";
        return ProblemAsync(
            context,
            StatusCodes.Status503ServiceUnavailable,
            "unavailable",
            "The session cannot be looked up at the moment. Try again."
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
