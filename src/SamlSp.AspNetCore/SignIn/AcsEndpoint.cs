using System.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace SamlSp.AspNetCore;

/// <summary>
/// The assertion consumer service: takes a Response by HTTP-POST (SAML Bindings 3.5) and answers with a session or a refusal.
/// </summary>
internal sealed class AcsEndpoint(
    SamlSignIn signIn,
    SignInCompletion completion,
    PendingRequestCookies cookies,
    TrialSignInRunner trials,
    LostRequestRecovery recovery,
    ReturnUrls returnUrls,
    ReauthenticationRetry reauthentication
)
{
    public async Task HandleAsync(SamlSpContext sp)
    {
        // (1) The form, which is bounded before it is read.
        var started = Stopwatch.GetTimestamp();
        using var form = await MessageForm.ReadAsync(sp.Http, mayBeRequest: false);
        if (form.Refusal is { } refused)
        {
            await completion.RefuseUnreadAsync(sp, started, refused.Code!, refused.Reason, form.Status);
            return;
        }

        // (2) The request of this browser that RelayState names. SameSite=Lax keeps its cookie back on a POST from the identity provider's
        // site; a POST from our own page brings it.
        var pending = cookies.Take(sp, form.RelayState) is { Logout: false } found ? found : null;
        var isCrossSite = CrossSitePost.IsCrossSite(sp);
        if (pending is null && isCrossSite && !form.IsPostedAgain && PendingRequestCookies.IsHandle(form.RelayState))
        {
            await CrossSitePost.AgainAsync(sp, sp.Address.AssertionConsumerServiceUrl, form, PostPage.SigningIn);
            return;
        }

        // (3) The organizations that the answer may be for.
        using var span = SamlSpTelemetry.Source.StartActivity("samlsp.sign_in");
        IOrganizationRegistry? candidates = sp.Scheme.Organizations;
        if (pending?.Test is { } trial && (candidates = await trials.FindAsync(sp, trial)) is null)
        {
            return;
        }

        // (4) The sign-in itself.
        var attempt = new SignInAttempt(sp, candidates, pending, started);
        var outcome = await signIn.RunAsync(attempt, form.Response);
        if (attempt.IsTrial)
        {
            await trials.AnswerAsync(attempt, outcome);
            return;
        }

        // (5) A refusal may be one that a browser can be helped with.
        var returnUrl = pending?.ReturnUrl ?? returnUrls.Read(sp, form.RelayState);
        if (outcome.Session is null)
        {
            if (await reauthentication.TryStartAsync(attempt, outcome, returnUrl))
            {
                return;
            }

            if (isCrossSite && !form.IsPostedAgain && LostRequestRecovery.NeedsCookies(attempt, outcome))
            {
                await CrossSitePost.AgainAsync(sp, sp.Address.AssertionConsumerServiceUrl, form, PostPage.SigningIn);
                return;
            }

            if (await recovery.TryAnswerAsync(attempt, outcome, form.RelayState))
            {
                completion.Record(attempt, outcome);
                return;
            }
        }

        // (6) The answer.
        await completion.AnswerAsync(attempt, outcome, returnUrl);
    }
}
