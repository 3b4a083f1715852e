using Microsoft.AspNetCore.Http;

namespace SamlSp.AspNetCore;

/// <summary>The page for a browser that was sent to sign in again and again.</summary>
internal static class SignInLoopPage
{
    /// <summary>Writes the page.</summary>
    /// <param name="sp">The request.</param>
    /// <param name="target">The page that the user wants: a local path.</param>
    /// <param name="reference">The reference number.</param>
    /// <param name="explanation">What the developer should change; null outside Development.</param>
    public static Task WriteAsync(SamlSpContext sp, string target, string reference, string? explanation)
    {
        if (!Page.IsAccepted(sp.Request))
        {
            return Page.WriteProblemAsync(
                sp.Http,
                StatusCodes.Status403Forbidden,
                "The application asks for a sign-in again and again.",
                explanation,
                reference
            );
        }

        Html developer = explanation is null
            ? $""
            : (Html)$"<h2>For the developer</h2><p>{explanation} The log has the code {SignInRefusalCodes.SignInLoop}.</p>";
        return Page.WriteAsync(
            sp,
            StatusCodes.Status403Forbidden,
            "You are signed in, but the page keeps asking",
            $"""
            <p>You have signed in three times within a minute for the same page. Your sign-in has worked, but the page does not
            accept it, so you were sent to sign in again. This is not your mistake.</p>
            <p>Give this reference number to your administrator, who can look up the reason:</p>
            <p class="reference">{reference}</p>
            <p><a class="button" href="{target}">Open the page</a></p>
            {developer}
            """
        );
    }
}
