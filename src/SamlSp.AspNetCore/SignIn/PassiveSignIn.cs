using SamlSp.Protocol;

namespace SamlSp.AspNetCore;

/// <summary>
/// A sign-in during which the identity provider must not show anything. That the user is not signed in there is no refusal then: the
/// browser goes where it wanted to go, without a session.
/// </summary>
internal static class PassiveSignIn
{
    /// <summary>Sends a browser on that could not be signed in passively.</summary>
    /// <returns>Whether it was answered.</returns>
    public static bool TryLeave(SignInAttempt attempt, SignInOutcome outcome, string returnUrl)
    {
        if (attempt.Pending is not { IsPassive: true } || outcome.Code != RefusalCodes.StatusNotSuccess && !outcome.NeedsNewAuthentication)
        {
            return false;
        }

        Page.SeeOther(attempt.Sp.Response, returnUrl);
        return true;
    }
}
