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
    ReauthenticationRetry reauthentication,
    RefusalResponder refusals
)
{
    public async Task HandleAsync(SamlSpContext sp)
    {
        // (1) The parameters, each once and bounded.
        var started = Stopwatch.GetTimestamp();
        if (OpenIdAnswer.Read(sp.Request.Query) is not { } answer)
        {
            await RefuseAsync(
                sp,
                RefusalCodes.Malformed,
                "A parameter occurs more than once, or is too long.",
                StatusCodes.Status400BadRequest
            );
            return;
        }

        // (2) The request of this browser that state names.
        var pending = cookies.Take(sp, answer.State);
        if (pending is null || (!pending.Logout && pending.CodeVerifier is null))
        {
            await RefuseAsync(sp, RefusalCodes.InResponseToMismatch, "This browser has no pending request that state names.");
            return;
        }

        if (pending.Logout)
        {
            var left = sp.Scheme.Organizations.TryGet(pending.Organization, out var known) ? known.DisplayName : null;
            await SignedOutPage.LeaveAsync(sp, pending.ReturnUrl, left, alsoAtIdentityProvider: true);
            return;
        }

        if (answer.Code is null == answer.Error is null)
        {
            await RefuseAsync(
                sp,
                RefusalCodes.Malformed,
                "The answer has neither a code nor an error, or both.",
                StatusCodes.Status400BadRequest
            );
            return;
        }

        // (3) The organization that was asked.
        IOrganizationRegistry? candidates = sp.Scheme.Organizations;
        if (pending.Test is { } trial && (candidates = await trials.FindAsync(sp, trial)) is null)
        {
            return;
        }

        if (!candidates.TryGet(pending.Organization, out var organization))
        {
            await RefuseAsync(sp, SignInRefusalCodes.WrongIdentityProvider, "The organization that was asked no longer exists.");
            return;
        }

        // (4) The sign-in itself, and the answer.
        var attempt = new SignInAttempt(sp, candidates, pending, started);
        using var span = SamlSpTelemetry.Source.StartActivity("samlsp.sign_in");
        var outcome = await signIn.RunAsync(attempt, organization, answer);
        if (attempt.IsTrial)
        {
            await trials.AnswerAsync(attempt, outcome);
        }
        else if (!await reauthentication.TryStartAsync(attempt, outcome, pending.ReturnUrl))
        {
            await completion.AnswerAsync(attempt, outcome, pending.ReturnUrl);
        }
    }

    private Task RefuseAsync(SamlSpContext sp, string code, string reason, int status = StatusCodes.Status403Forbidden) =>
        refusals.AnswerAsync(sp, SignInOutcome.Refused(code, reason), status);
}
