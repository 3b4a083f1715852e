using Microsoft.AspNetCore.Http;

namespace SamlSp.AspNetCore;

/// <summary>
/// The page for a user who signed in correctly but is suspended or deleted. Another sign-in would not help, so the page says what would. It
/// reveals nothing to others: only the user's own identity provider can bring a browser here.
/// </summary>
internal static class AccessOffPage
{
    /// <summary>Whether a refusal is about a suspended or deleted user.</summary>
    public static bool IsFor(string code) => code is SignInRefusalCodes.UserSuspended or SignInRefusalCodes.UserDeleted;

    public static Task WriteAsync(SamlSpContext sp, SignInOutcome outcome, string reference, string signIn)
    {
        var (title, text) =
            outcome.Code == SignInRefusalCodes.UserSuspended
                ? ("Your access is turned off", "Your account exists, but an administrator has turned off its access.")
                : ("Your access was removed", "Your account here was deleted. Signing in does not bring it back.");
        if (!Page.IsAccepted(sp.Request))
        {
            return Page.WriteProblemAsync(
                sp.Http,
                StatusCodes.Status403Forbidden,
                title + ".",
                $"An administrator finds the reason under the reference number {reference}.",
                reference
            );
        }

        return Page.WriteAsync(
            sp,
            StatusCodes.Status403Forbidden,
            title,
            $"""
            <p>{text}</p>
            <p>If you need access, please ask your administrator at {outcome.Organization?.DisplayName
                ?? "your organization"}. They find this sign-in under its reference number:</p>
            <p class="reference">{reference}</p>
            <p><a class="button" href="{signIn}">Sign in as another user</a></p>
            """
        );
    }
}
