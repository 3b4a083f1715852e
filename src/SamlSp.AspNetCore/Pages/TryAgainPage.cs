using Microsoft.AspNetCore.Http;

namespace SamlSp.AspNetCore;

/// <summary>The pages for users who cannot sign in at the moment, and not by a mistake of theirs.</summary>
internal static class TryAgainPage
{
    /// <summary>A store is down.</summary>
    public static Task WriteUnavailableAsync(SamlSpContext sp, string reference, string signIn) =>
        WriteAsync(
            sp,
            StatusCodes.Status503ServiceUnavailable,
            "Sign-in is not available at the moment",
            "Please try again in a minute.",
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
            <p>This is not your mistake. {advice}</p>
            <p>If it happens again, give this reference number to your administrator:</p>
            <p class="reference">{reference}</p>
            <p><a class="button" href="{signIn}">Try again</a></p>
            """
        );
    }
}
