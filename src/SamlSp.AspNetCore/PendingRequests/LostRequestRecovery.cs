using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using SamlSp.Protocol;

namespace SamlSp.AspNetCore;

/// <summary>
/// Helps users whose genuine answer found no request of their browser, or comes a second time: a form posted twice, Back, a bookmarked
/// sign-in page, a lost cookie. The answer itself is refused all the same and gives no session. Only browsers are helped, and only after
/// the identity provider's signature was found to hold.
/// </summary>
internal sealed class LostRequestRecovery(CompletedRequestCookie completed, ReturnUrls returnUrls, ILogger<LostRequestRecovery> logger)
{
    /// <summary>
    /// Whether an answer that another site posted was used before. The browser kept the session's cookie back: our own page posts the
    /// answer once more, and brings the cookie.
    /// </summary>
    public static bool NeedsCookies(SignInAttempt attempt, SignInOutcome outcome) =>
        outcome is { Code: RefusalCodes.Replayed, Assertion: not null } && Page.IsWanted(attempt.Sp.Request);

    /// <summary>
    /// Sends a browser on that is signed in already as the user whom the answer is about. Everybody else is refused, by the same page as
    /// always; where a new start may help and was not tried yet, the browser is told to make one (the Refresh header), once.
    /// </summary>
    /// <returns>Whether the browser was answered.</returns>
    public async Task<bool> TryAnswerAsync(SignInAttempt attempt, SignInOutcome outcome, string? relayState)
    {
        var sp = attempt.Sp;
        if (
            outcome.Assertion is not { } assertion
            || outcome.Organization is not { } organization
            || !IsMissed(attempt, outcome, assertion)
            || !IsBrowser(sp.Request)
        )
        {
            return false;
        }

        var done = completed.Find(sp, relayState);
        if (await IsSignedInAsync(sp.Http, organization, assertion))
        {
            Continue(
                attempt,
                outcome,
                attempt.Pending?.ReturnUrl
                    ?? done?.ReturnUrl
                    ?? (PendingRequestCookies.IsHandle(relayState) ? sp.Address.StartPage : returnUrls.Read(sp, relayState))
            );
            return true;
        }

        OfferRetry(sp, relayState, organization.Name, attempt.Pending?.ReturnUrl ?? done?.ReturnUrl);
        return false;
    }

    /// <summary>
    /// The same by OpenID Connect. Without its request a code cannot be redeemed, so an answer proves nothing, not even whose it is. A
    /// browser that is signed in goes on if it has completed that very sign-in a short while ago. Everybody else gets one new start.
    /// </summary>
    /// <returns>Whether the browser was answered.</returns>
    public async Task<bool> TryAnswerAsync(SignInAttempt attempt, SignInOutcome outcome, OpenIdAnswer answer)
    {
        var sp = attempt.Sp;
        if (
            outcome.Code is not (RefusalCodes.Replayed or RefusalCodes.InResponseToMismatch)
            || answer.Error is not null
            || !IsBrowser(sp.Request)
        )
        {
            return false;
        }

        await sp.Http.AuthenticateAsync(SamlSpDefaults.SessionScheme);
        var session = sp.Http.GetSamlSpSession();
        var done = completed.Find(sp, answer.State);
        var (organization, returnUrl) = attempt.Pending is { } pending
            ? (pending.Organization, pending.ReturnUrl)
            : (done?.Organization, done?.ReturnUrl);
        if (session is not null && returnUrl is not null && session.Organization == organization)
        {
            Continue(attempt, outcome, returnUrl);
            return true;
        }

        organization ??= session?.Organization ?? sp.Http.Features.Get<EndedSession>()?.Organization ?? LastOrganization.Find(sp);
        OfferRetry(sp, answer.State, organization, returnUrl);
        return false;
    }

    private void Continue(SignInAttempt attempt, SignInOutcome outcome, string returnUrl)
    {
        var organization = outcome.Organization?.Name ?? attempt.Sp.Http.GetSamlSpSession()!.Organization;
        logger.SignedInAlready(outcome.Code!, attempt.Trace.Reference, organization);
        Page.SeeOther(attempt.Sp.Response, returnUrls.Take(attempt.Sp, returnUrl));
    }

    /// <summary>Tells the browser to start once more, unless this was the second start already.</summary>
    private static void OfferRetry(SamlSpContext sp, string? handle, string? organization, string? returnUrl)
    {
        if (PendingRequestCookies.IsHandle(handle) && !PendingRequestCookies.IsRetry(handle))
        {
            var again = sp.Http.Features.Get<EndedSession>()?.NeedsReauthentication == true;
            sp.Response.Headers["Refresh"] =
                "0; url=" + SignInUrl.Create(sp, organization, returnUrl ?? sp.Address.StartPage, again, retry: true);
        }
    }

    /// <summary>
    /// The request is not there (any more), or was answered. One that is there and does not fit is something else: nobody is helped to
    /// that.
    /// </summary>
    private static bool IsMissed(SignInAttempt attempt, SignInOutcome outcome, VerifiedAssertion assertion) =>
        outcome.Code == RefusalCodes.Replayed
        || (outcome.Code == RefusalCodes.InResponseToMismatch && (attempt.Pending is null || attempt.Pending.Id == assertion.InResponseTo));

    private static bool IsBrowser(HttpRequest request) =>
        Page.IsWanted(request) && (request.Headers["Sec-Fetch-Site"].Count > 0 || request.Headers.Origin.Count > 0);

    private static async Task<bool> IsSignedInAsync(HttpContext context, Organization organization, VerifiedAssertion assertion)
    {
        await context.AuthenticateAsync(SamlSpDefaults.SessionScheme);
        return context.GetSamlSpSession() is { } session
            && session.Organization == organization.Name
            && session.Issuer == assertion.Issuer
            && session.AssertedNameId.Value == assertion.NameId.Value;
    }
}
