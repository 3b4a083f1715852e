using Microsoft.Extensions.Logging;

namespace SamlSp.AspNetCore;

/// <summary>
/// Helps a user whose answer was good but for the authentication: too old for the policy, without an instant, or by one factor. That is
/// every guest whom the identity provider remembers from yesterday. The browser is sent to the identity provider once more, with
/// ForceAuthn.
/// </summary>
internal sealed class ReauthenticationRetry(
    SignInStarter starter,
    SignInCompletion completion,
    ReturnUrls returnUrls,
    ILogger<ReauthenticationRetry> logger
)
{
    /// <summary>
    /// Starts a sign-in with ForceAuthn at the same organization and for the same page. Where ForceAuthn was asked for already, a second
    /// round would change nothing: the refusal stands.
    /// </summary>
    /// <returns>Whether the browser was answered.</returns>
    public async Task<bool> TryStartAsync(SignInAttempt attempt, SignInOutcome outcome, string returnUrl)
    {
        if (
            !outcome.NeedsNewAuthentication
            || outcome.Organization is not { } organization
            || attempt.Pending is { IsPassive: true }
            || (attempt.Pending is { ForceAuthn: true } pending && !AsksForMore(pending, outcome, organization))
            || !Page.IsAccepted(attempt.Sp.Request)
        )
        {
            return false;
        }

        completion.Record(
            attempt,
            outcome with
            {
                Reason = outcome.Reason + " The browser was sent to the identity provider once more, with ForceAuthn.",
            }
        );
        logger.Reauthenticating(outcome.Code!, attempt.Trace.Reference, organization.Name);
        await starter.StartAsync(
            attempt.Sp,
            organization,
            new(returnUrls.Shorten(attempt.Sp, returnUrl)) { ForceAuthn = true, Requirement = outcome.Requirement }
        );
        return true;
    }

    /// <summary>Whether the policy asks for a method that the first request did not ask for, and that a request can ask for.</summary>
    private static bool AsksForMore(PendingRequest pending, SignInOutcome outcome, Organization organization) =>
        pending.Requirement is null && outcome.Requirement?.RequestedContexts(organization.Options.Connection).Count > 0;
}
