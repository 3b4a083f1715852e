using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using SamlSp.Protocol;

namespace SamlSp.AspNetCore;

/// <summary>The redirect URI of all OpenID Connect connections: takes the answer to a sign-in, and the return from a sign-out.</summary>
internal sealed class OpenIdCallbackEndpoint(
    OpenIdSignIn signIn,
    SignInCompletion completion,
    TrialSignInRunner trials,
    PendingRequestCookies cookies,
    LostRequestRecovery recovery,
    ReauthenticationRetry reauthentication
)
{
    public async Task HandleAsync(SamlSpContext sp)
    {
        // (1) The parameters, each once and bounded.
        var started = Stopwatch.GetTimestamp();
        if (OpenIdAnswer.Read(sp.Request.Query) is not { } answer)
        {
            await RefuseUnreadAsync(sp, started, "A parameter occurs more than once, or is too long.");
            return;
        }

        // (2) The request of this browser that state names.
        var pending = cookies.Take(sp, answer.State);
        if (pending is { Logout: true })
        {
            var left = sp.Scheme.Organizations.TryGet(pending.Organization, out var known) ? known.DisplayName : null;
            await SignedOutPage.LeaveAsync(sp, pending.ReturnUrl, left, isConfirmed: null);
            return;
        }

        // One of SAML is none that this can answer.
        pending = pending?.Nonce is null ? null : pending;
        if (pending is not null && answer.Code is null == answer.Error is null)
        {
            await RefuseUnreadAsync(sp, started, "The answer has neither a code nor an error, or both.");
            return;
        }

        // (3) The organization that was asked.
        IOrganizationRegistry? candidates = sp.Scheme.Organizations;
        if (pending?.Test is { } trial && (candidates = await trials.FindAsync(sp, trial)) is null)
        {
            return;
        }

        // (4) The sign-in itself.
        var attempt = new SignInAttempt(sp, candidates, pending, started);
        using var span = SamlSpTelemetry.Source.StartActivity("samlsp.sign_in");
        var outcome = await RunAsync(attempt, answer);
        if (attempt.IsTrial)
        {
            await trials.AnswerAsync(attempt, outcome);
            return;
        }

        // (5) A refusal may be one that a browser can be helped with.
        var returnUrl = pending?.ReturnUrl ?? sp.Address.StartPage;
        if (outcome.Session is null)
        {
            if (await reauthentication.TryStartAsync(attempt, outcome, returnUrl))
            {
                return;
            }

            if (await recovery.TryAnswerAsync(attempt, outcome, answer))
            {
                completion.Record(attempt, outcome);
                return;
            }
        }

        // (6) The answer.
        await completion.AnswerAsync(attempt, outcome, returnUrl);
    }

    private async Task<SignInOutcome> RunAsync(SignInAttempt attempt, OpenIdAnswer answer)
    {
        if (attempt.Pending is not { } pending)
        {
            return attempt.Trace.Refuse(
                SignInChecks.Request,
                RefusalCodes.InResponseToMismatch,
                "This browser has no pending request that state names."
            ) with
            {
                IdentityProviderError = attempt.Trace.IdentityProviderError = answer.ErrorNumber,
            };
        }

        return attempt.Candidates.TryGet(pending.Organization, out var organization)
            ? await signIn.RunAsync(attempt, organization, answer)
            : attempt.Trace.Refuse(
                SignInChecks.Request,
                SignInRefusalCodes.WrongIdentityProvider,
                "The organization that was asked no longer exists."
            );
    }

    private Task RefuseUnreadAsync(SamlSpContext sp, long started, string reason) =>
        completion.RefuseUnreadAsync(sp, started, RefusalCodes.Malformed, reason, StatusCodes.Status400BadRequest);
}
