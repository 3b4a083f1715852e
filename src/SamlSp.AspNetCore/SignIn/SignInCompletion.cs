using System.Diagnostics;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SamlSp.AspNetCore;

/// <summary>Answers the browser at the end of a sign-in, by whatever protocol: with the session's cookie, or with a refusal.</summary>
internal sealed class SignInCompletion(
    RefusalResponder refusing,
    ISessionStore sessions,
    SignInTraceRecorder recorder,
    ILogger<SignInCompletion> logger
)
{
    /// <summary>Answers.</summary>
    /// <param name="attempt">The attempt, with its trace.</param>
    /// <param name="outcome">What became of it.</param>
    /// <param name="returnUrl">Where the browser wanted to go.</param>
    /// <param name="started">When the answer arrived, as <see cref="Stopwatch.GetTimestamp"/> gave it.</param>
    /// <param name="status">The status of a refusal.</param>
    public async Task AnswerAsync(
        SignInAttempt attempt,
        SignInOutcome outcome,
        string returnUrl,
        long started,
        int status = StatusCodes.Status403Forbidden
    )
    {
        Record(attempt, outcome, started);
        if (outcome.Session is null)
        {
            await refusing.AnswerAsync(attempt.HttpContext, attempt.Options, outcome, status, attempt.Trace.Reference);
        }
        else
        {
            await SignInAsync(attempt.HttpContext, attempt.Options, attempt.Registry, outcome.Organization!, outcome.Session, returnUrl);
        }
    }

    /// <summary>Counts an attempt, and keeps its trace. For one that is answered elsewhere.</summary>
    public void Record(SignInAttempt attempt, SignInOutcome outcome, long started)
    {
        var tag = new KeyValuePair<string, object?>("samlsp.outcome", outcome.Code ?? "accepted");
        if (Activity.Current is { } span && span.Source == SamlSpTelemetry.Source)
        {
            span.SetTag(tag.Key, tag.Value);
        }

        SamlSpTelemetry.SignIns.Add(1, tag);
        SamlSpTelemetry.SignInDuration.Record(Stopwatch.GetElapsedTime(started).TotalSeconds, tag);
        recorder.Record(attempt, outcome, started);
    }

    private async Task SignInAsync(
        HttpContext context,
        SamlSpOptions options,
        IOrganizationRegistry registry,
        Organization organization,
        Session session,
        string returnUrl
    )
    {
        await EndOldSessionAsync(context);
        var signedIn = new SignedInContext(context, options, organization, session, returnUrl);
        await options.EventsOf(context).SignedIn(signedIn);
        await context.SignInAsync(SamlSpDefaults.SessionScheme, SessionCookieEvents.Reference(session), new() { AllowRefresh = false });
        LastOrganization.Remember(context, options, registry, organization);
        logger.SignedIn(
            SessionPrincipal.UserTypeName(session.UserType),
            organization.Name,
            session.OrgUnitPath,
            session.UserId,
            session.ExpiresAt,
            session.ExpiresBy
        );
        Page.SetHeaders(context.Response);
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = ReturnUrl.Local(signedIn.ReturnUrl, options.BaseUrl!);
    }

    /// <summary>
    /// The session that this browser had is replaced. Its cookie is overwritten in any case, so a store that fails just now is no reason to
    /// refuse.
    /// </summary>
    private async Task EndOldSessionAsync(HttpContext context)
    {
        if (context.Request.Headers.Cookie.Count == 0)
        {
            return;
        }

        try
        {
            await context.AuthenticateAsync(SamlSpDefaults.SessionScheme);
            if (context.GetSamlSpSession() is { } old)
            {
                await sessions.EndAsync(
                    new() { Organization = old.Organization, Id = old.Id },
                    SessionEndCause.Replaced,
                    context.RequestAborted
                );
            }
        }
        catch (StoreUnavailableException e)
        {
            logger.OldSessionNotEnded(e);
        }
    }
}
