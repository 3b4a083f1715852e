using System.Diagnostics;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SamlSp.AspNetCore;

/// <summary>Answers the browser at the end of a sign-in, by whatever protocol: with the session's cookie, or with a refusal.</summary>
internal sealed class SignInCompletion(
    RefusalResponder refusals,
    SignInTraceRecorder recorder,
    ReturnUrls returnUrls,
    ExternalSignIn external,
    SessionBinder binder,
    CompletedRequestCookie completed,
    SignInLoop loop,
    SignInWatch watch,
    ILogger<SignInCompletion> logger
)
{
    /// <summary>Answers.</summary>
    /// <param name="attempt">The attempt, with its trace.</param>
    /// <param name="outcome">Its outcome.</param>
    /// <param name="returnUrl">Where the browser wanted to go.</param>
    /// <param name="status">The status of a refusal.</param>
    public async Task AnswerAsync(
        SignInAttempt attempt,
        SignInOutcome outcome,
        string returnUrl,
        int status = StatusCodes.Status403Forbidden
    )
    {
        Record(attempt, outcome);
        var sp = attempt.Sp;
        if (outcome is not { Session: { } session, Organization: { } organization })
        {
            if (!PassiveSignIn.TryLeave(attempt, outcome, returnUrl))
            {
                IdentityProviderErrorPage.Offer(attempt, outcome);
                await refusals.AnswerAsync(
                    sp,
                    outcome with
                    {
                        NamedOrganization = attempt.NamedOrganization,
                    },
                    status,
                    attempt.Trace.Reference,
                    attempt.Pending
                );
            }

            return;
        }

        // (1) A session that this browser had is replaced: here, or when the application signs in to the cookie that it has bound.
        if (!(sp.Options.IsExternal && binder.IsUsed))
        {
            await EndOldSessionAsync(sp.Http);
        }

        // (2) The application gets back what its challenge had, and may change where the browser goes.
        var target = returnUrls.Take(sp, returnUrl, out var items);
        var properties = ChallengeItems.Read(items);
        if (sp.Options.IsExternal)
        {
            target = ExternalSignIn.Target(sp, properties, target);
        }

        var signedIn = new SignedInContext(sp.Http, sp.Options, organization, session, target, properties);
        await sp.Options.EventsOf(sp.Http).SignedIn(signedIn);
        target = returnUrls.Read(sp, signedIn.ReturnUrl);

        // (3) The cookies: of the session, of the application, and of the organization for the next sign-in.
        await sp.Http.SignInAsync(
            SamlSpDefaults.SessionScheme,
            SessionCookieEvents.Reference(session),
            new() { AllowRefresh = false, IsPersistent = sp.Options.Session.PersistentCookie }
        );
        if (sp.Options.IsExternal)
        {
            properties.RedirectUri = target;
            await external.SignInAsync(sp, session, properties);
        }

        LastOrganization.Remember(sp, organization);
        logger.SignedIn(
            SessionPrincipal.UserTypeName(session.UserType),
            organization.Name,
            session.OrgUnitPath,
            session.UserId,
            session.ExpiresAt,
            session.ExpiresBy
        );

        // (4) On to the page, by GET: unless that only leads back here.
        if (attempt.Pending is { } pending && completed.Add(sp, pending, target))
        {
            await loop.AnswerAsync(sp, organization, target);
            return;
        }

        Page.SeeOther(sp.Response, target);
    }

    /// <summary>Refuses an answer that cannot be read, so that nothing is known of it.</summary>
    /// <param name="sp">The request that brought it.</param>
    /// <param name="started">When it arrived, as <see cref="Stopwatch.GetTimestamp"/> gave it.</param>
    /// <param name="code">The refusal's code.</param>
    /// <param name="reason">A sentence for the log, without what was sent.</param>
    /// <param name="status">The status.</param>
    public Task RefuseUnreadAsync(SamlSpContext sp, long started, string code, string reason, int status)
    {
        var unread = new SignInAttempt(sp, sp.Scheme.Organizations, pending: null, started);
        return AnswerAsync(unread, unread.Trace.Refuse(SignInChecks.Message, code, reason), returnUrl: sp.Address.StartPage, status);
    }

    /// <summary>Counts an attempt, and keeps its trace. For one that is answered elsewhere.</summary>
    public void Record(SignInAttempt attempt, SignInOutcome outcome)
    {
        var tag = new KeyValuePair<string, object?>("samlsp.outcome", outcome.Code ?? "accepted");
        if (Activity.Current is { } span && span.Source == SamlSpTelemetry.Source)
        {
            span.SetTag(tag.Key, tag.Value);
        }

        SamlSpTelemetry.SignIns.Add(1, tag);
        SamlSpTelemetry.SignInDuration.Record(Stopwatch.GetElapsedTime(attempt.Started).TotalSeconds, tag);
        watch.Note(attempt, outcome);
        recorder.Record(attempt, outcome);
    }

    /// <summary>Ends the session that this browser had. Its cookie is overwritten in any case.</summary>
    private async Task EndOldSessionAsync(HttpContext context)
    {
        if (context.Request.Headers.Cookie.Count == 0)
        {
            return;
        }

        await context.AuthenticateAsync(SamlSpDefaults.SessionScheme);
        if (context.GetSamlSpSession() is { } old)
        {
            await binder.EndAsync(context, old, SessionEndCause.Replaced);
        }
    }
}
