using System.Diagnostics;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SamlSp.AspNetCore;

/// <summary>The assertion consumer service: takes a Response by HTTP-POST (SAML Bindings 3.5) and answers with a session or a refusal.</summary>
internal sealed class AcsEndpoint(SignInPipeline pipeline, PendingRequestCookies cookies, Refusing refusing, ISessionStore sessions, ILogger<AcsEndpoint> logger)
{
    /// <summary>Marks a form that this site posted to itself, so that it does so once.</summary>
    private const string Again = "SamlSp.Again";

    public async Task HandleAsync(HttpContext context, SamlSpOptions options, IOrganizationRegistry registry, ServiceProviderKeys keys)
    {
        var started = Stopwatch.GetTimestamp();
        var form = await MessageForm.ReadAsync(context);
        if (form.Refusal is { } refused)
        {
            await refusing.AnswerAsync(context, options, refused, form.Status);
            return;
        }

        var relayState = form.Value("RelayState");
        var pending = cookies.Find(context, options, relayState) is { Logout: false } found ? found : null;
        if (pending is null && PendingRequestCookies.IsHandle(relayState) && form.Value(Again) is null && IsCrossSite(context.Request, options))
        {
            // SameSite=Lax keeps the state cookie back on a POST from the identity provider's site. A post from our own page brings it.
            await PostPage.WriteAsync(context, options, options.AssertionConsumerServiceUrl, [("SAMLResponse", form.Value("SAMLResponse")!), ("RelayState", relayState!), (Again, "1")]);
            return;
        }

        PendingRequestCookies.Remove(context, options, relayState);
        using var span = SamlSpTelemetry.Source.StartActivity("samlsp.sign_in");
        var outcome = await pipeline.RunAsync(new(context, options, registry, keys, form.Value("SAMLResponse")!, pending));
        var tag = new KeyValuePair<string, object?>("samlsp.outcome", outcome.Code ?? "accepted");
        span?.SetTag(tag.Key, tag.Value);
        SamlSpTelemetry.SignIns.Add(1, tag);
        SamlSpTelemetry.SignInDuration.Record(Stopwatch.GetElapsedTime(started).TotalSeconds, tag);
        if (outcome.Session is null) await refusing.AnswerAsync(context, options, outcome);
        else await SignInAsync(context, options, outcome.Organization!, outcome.Session, pending?.ReturnUrl ?? ReturnUrl.Local(relayState, options.BaseUrl!));
    }

    private async Task SignInAsync(HttpContext context, SamlSpOptions options, Organization organization, Session session, string returnUrl)
    {
        await EndOldSessionAsync(context);
        var signedIn = new SignedInContext(context, options, organization, session, returnUrl);
        await options.Events.SignedIn(signedIn);
        await context.SignInAsync(SamlSpDefaults.SessionScheme, SessionCookieEvents.Reference(session), new() { AllowRefresh = false });
        logger.SignedIn(SessionPrincipal.Word(session.UserType), organization.Name, session.OrgUnitPath, session.UserId, session.ExpiresAt, session.ExpiresBy);
        Page.SetHeaders(context.Response);
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = ReturnUrl.Local(signedIn.ReturnUrl, options.BaseUrl!);
    }

    /// <summary>The session that this browser had is replaced. Its cookie is overwritten in any case, so a store that fails just now is no reason to refuse.</summary>
    private async Task EndOldSessionAsync(HttpContext context)
    {
        try
        {
            await context.AuthenticateAsync(SamlSpDefaults.SessionScheme);
            if (context.GetSamlSpSession() is { } old) await sessions.EndAsync(new() { Organization = old.Organization, Id = old.Id }, SessionEndCause.Replaced, context.RequestAborted);
        }
        catch (StoreUnavailableException e)
        {
            logger.OldSessionNotEnded(e);
        }
    }

    /// <summary>
    /// Whether a browser says that another site sent this POST. Browsers without Sec-Fetch-Site say it by Origin; a caller that says neither is no browser, and gets no second try.
    /// </summary>
    private static bool IsCrossSite(HttpRequest request, SamlSpOptions options)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site.Length > 0) return site == "cross-site";
        var origin = request.Headers.Origin.ToString();
        return origin.Length > 0 && !string.Equals(origin, options.BaseUrl, StringComparison.OrdinalIgnoreCase);
    }
}
