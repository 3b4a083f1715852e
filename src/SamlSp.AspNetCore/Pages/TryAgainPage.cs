using Microsoft.AspNetCore.Http;

namespace SamlSp.AspNetCore;

/// <summary>The pages for users who cannot sign in at the moment, and not by a mistake of theirs.</summary>
internal static class TryAgainPage
{
    private const string Unavailable = "Sign-in is not available at the moment";

    /// <summary>Something is known to make every sign-in fail, so the browser was not sent to the identity provider.</summary>
    public static Task WriteBeforeSignInAsync(SamlSpContext sp, SignInOutcome outcome, string reference, string signIn) =>
        WriteAsync(
            sp,
            StatusCodes.Status503ServiceUnavailable,
            Unavailable,
            outcome.Code switch
            {
                SignInRefusalCodes.StoreUnavailable => "Our store is down.",
                SignInRefusalCodes.AuthorizationRequestFailed => "Your organization's sign-in service did not take our request.",
                _ => "We cannot read at the moment how your organization signs its answers.",
            } + " So you were not sent to your organization's sign-in page. Please try again in a minute.",
            reference,
            signIn
        );

    /// <summary>A store is down.</summary>
    public static Task WriteUnavailableAsync(SamlSpContext sp, string reference, string signIn) =>
        WriteAsync(
            sp,
            StatusCodes.Status503ServiceUnavailable,
            Unavailable,
            "Our store did not take your sign-in. Please try again in a minute.",
            reference,
            signIn
        );

    /// <summary>The organization has more sign-ins than the operator allows.</summary>
    public static Task WriteBusyAsync(SamlSpContext sp, string reference, string signIn) =>
        WriteAsync(
            sp,
            StatusCodes.Status429TooManyRequests,
            "Too many users are signing in at the moment",
            "Please wait a few seconds, and try again.",
            reference,
            signIn
        );

    private static Task WriteAsync(SamlSpContext sp, int status, string title, string advice, string reference, string signIn)
    {
        sp.Response.Headers.RetryAfter = "10";
        if (!Page.IsAccepted(sp.Request))
        {
            return Page.WriteProblemAsync(sp.Http, status, title + ".", reference: reference);
        }

        return Page.WriteAsync(
            sp,
            status,
            title,
            $"""
            <p>This is not your fault. {advice}</p>
            <p>If it happens again, give this reference number to your administrator:</p>
            <p class="reference">{reference}</p>
            <p><a class="button" href="{signIn}">Try again</a></p>
            """
        );
    }
}
