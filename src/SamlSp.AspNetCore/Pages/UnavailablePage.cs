using Microsoft.AspNetCore.Http;

namespace SamlSp.AspNetCore;

/// <summary>The page while a store is down: no user can sign in, and it is not the user's mistake.</summary>
internal static class UnavailablePage
{
    public static Task WriteAsync(SamlSpContext sp, string reference, string signIn)
    {
        sp.Response.Headers.RetryAfter = "10";
        if (!Page.IsAccepted(sp.Request))
        {
            return Page.WriteProblemAsync(sp.Http, 503, "Sign-in is not available at the moment.", reference: reference);
        }

        return Page.WriteAsync(
            sp,
            503,
            "Sign-in is not available at the moment",
            $"""
            <p>This is not your mistake. Please try again in a minute.</p>
            <p>If it happens again, give this reference number to your administrator:</p>
            <p class="reference">{reference}</p>
            <p><a class="button" href="{signIn}">Try again</a></p>
            """
        );
    }
}
