using Microsoft.AspNetCore.Http;

namespace SamlSp.AspNetCore;

/// <summary>
/// The page for a refused sign-in. Apart from its reference number it is the same for every reason, unless the server knows something of
/// itself that explains the refusal (<see cref="RefusalCauses"/>).
/// </summary>
internal static class RefusedPage
{
    public static Task WriteAsync(SamlSpContext sp, int status, string reference, string signIn, string? cause)
    {
        if (!Page.IsAccepted(sp.Request))
        {
            return Page.WriteProblemAsync(
                sp.Http,
                status,
                "The sign-in was refused.",
                $"{(cause is null ? "" : cause + " ")}An administrator finds the reason under the reference number {reference}.",
                reference
            );
        }

        Html why = cause is null
            ? (Html)
                $"""
                    <p>The response of your organization's sign-in page was not accepted, and nothing was
                    changed.</p>
                    <p>This happens if the sign-in was started in another window or a long time ago, or if your browser
                    does not keep the cookies of this site.</p>
                    """
            : $"<p>This is not your fault. {cause}</p>";
        var advice = cause is null ? "Please sign in again. If that does not help, give" : "Please give";
        return Page.WriteAsync(
            sp,
            status,
            "You could not be signed in",
            $"""
            {why}
            <p>{advice} this reference number to your administrator, who can look up the
            reason:</p>
            <p class="reference">{reference}</p>
            <p><a class="button" href="{signIn}">Sign in again</a></p>
            """
        );
    }
}
