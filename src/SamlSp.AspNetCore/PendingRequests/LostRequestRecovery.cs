using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using SamlSp.Protocol;

namespace SamlSp.AspNetCore;

/// <summary>
/// Helps people whose genuine answer found no request of their browser, or comes a second time: a form posted twice, Back, a bookmarked
/// sign-in page, a lost cookie. The answer itself is refused all the same and gives no session. Only browsers are helped, and only after
/// the identity provider's signature was found to hold.
/// </summary>
internal sealed class LostRequestRecovery(CompletedRequestCookie done, ILogger<LostRequestRecovery> logger)
{
    /// <summary>
    /// Whether an answer that was used before came from another site, so that the session's cookie was kept back: then our own page posts
    /// it once more, and brings the cookie.
    /// </summary>
    public static bool NeedsCookies(SignInAttempt attempt, SignInOutcome outcome, bool isCrossSite, bool again) =>
        isCrossSite
        && !again
        && outcome.Code == RefusalCodes.Replayed
        && attempt.Trace.Assertion is not null
        && Page.IsWanted(attempt.HttpContext.Request);

    /// <summary>
    /// Sends a browser on that is signed in already as the person whom the answer is about. Everybody else is refused, by the same page as
    /// always; where a new start may help and was not tried yet, the browser is told to make one (the Refresh header), once.
    /// </summary>
    /// <returns>Whether the browser was answered.</returns>
    public async Task<bool> TryAnswerAsync(SignInAttempt attempt, SignInOutcome outcome, string? relayState)
    {
        var (context, options) = (attempt.HttpContext, attempt.Options);
        if (
            attempt.Trace.Assertion is not { } assertion
            || outcome.Organization is not { } organization
            || !IsMissed(attempt, outcome)
            || !IsBrowser(context.Request)
        )
        {
            return false;
        }

        if (await IsSignedInAsync(context, organization, assertion))
        {
            logger.SignedInAlready(outcome.Code!, attempt.Trace.Reference, organization.Name);
            Page.SetHeaders(context.Response);
            context.Response.StatusCode = StatusCodes.Status303SeeOther;
            context.Response.Headers.Location =
                attempt.Pending?.ReturnUrl
                ?? done.Find(context, options, relayState)
                ?? (PendingRequestCookies.IsHandle(relayState) ? "/" : ReturnUrl.Local(relayState, options.BaseUrl!));
            return true;
        }

        if (PendingRequestCookies.IsHandle(relayState) && !PendingRequestCookies.IsRetry(relayState))
        {
            context.Response.Headers["Refresh"] = "0; url=" + Retry(context, options, organization, attempt, relayState);
        }

        return false;
    }

    /// <summary>
    /// The request is not there (any more), or was answered. One that is there and does not fit is something else: nobody is helped to
    /// that.
    /// </summary>
    private static bool IsMissed(SignInAttempt attempt, SignInOutcome outcome) =>
        outcome.Code == RefusalCodes.Replayed
        || (
            outcome.Code == RefusalCodes.InResponseToMismatch
            && (attempt.Pending is null || attempt.Pending.Id == attempt.Trace.Assertion!.InResponseTo)
        );

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

    private string Retry(HttpContext context, SamlSpOptions options, Organization organization, SignInAttempt attempt, string? relayState)
    {
        var returnUrl = attempt.Pending?.ReturnUrl ?? done.Find(context, options, relayState) ?? "/";
        var again = context.Features.Get<EndedSession>()?.NeedsReauthentication == true ? "&reauthenticate=true" : "";
        return $"{context.Request.PathBase}{options.ModulePath}/SignIn?organization={Uri.EscapeDataString(organization.Name)}&ReturnUrl={Uri.EscapeDataString(returnUrl)}&retry=1{again}";
    }
}
