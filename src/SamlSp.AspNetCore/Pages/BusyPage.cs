using Microsoft.AspNetCore.Http;

namespace SamlSp.AspNetCore;

/// <summary>The page for users whose organization has more sign-ins than the operator allows.</summary>
internal static class BusyPage
{
    public static Task WriteAsync(SamlSpContext sp, string reference, string signIn)
    {
        sp.Response.Headers.RetryAfter = "10";
        if (!Page.IsAccepted(sp.Request))
        {
            return Page.WriteProblemAsync(sp.Http, 429, "Too many sign-ins at the moment.", reference: reference);
        }

        return Page.WriteAsync(
            sp,
            429,
            "Too many users are signing in at the moment",
            $"""
            <p>This is not your mistake. Please wait a few seconds, and try again.</p>
            <p>If it happens again, give this reference number to your administrator:</p>
            <p class="reference">{reference}</p>
            <p><a class="button" href="{signIn}">Try again</a></p>
            """
        );
    }
}
