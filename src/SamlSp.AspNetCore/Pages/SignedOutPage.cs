using Microsoft.AspNetCore.Http;

namespace SamlSp.AspNetCore;

/// <summary>Pages around signing out.</summary>
internal static class SignedOutPage
{
    /// <summary>Says that the user is signed out here, and what is known of the identity provider.</summary>
    /// <param name="sp">The request.</param>
    /// <param name="organization">The organization's display name; null when there was no session.</param>
    /// <param name="isConfirmed">Whether the identity provider has confirmed that the user is signed out there as well; null when it has
    /// sent the browser back without a word.</param>
    public static Task WriteAsync(SamlSpContext sp, string? organization, bool? isConfirmed)
    {
        Html there =
            organization is null ? Html.Empty
            : isConfirmed == true ? (Html)$"<p>{organization} has confirmed that you are signed out there as well.</p>"
            : isConfirmed is null
                ? (Html)
                    $"""
                        <p>{organization} has sent you back, and does not say whether you are signed out there as well. On a computer that
                        others use, close the browser.</p>
                        """
            : $"<p>Your sign-in at {organization} may go on. On a computer that others use, sign out there too, or close the browser.</p>";
        return Page.WriteAsync(
            sp,
            200,
            "You are signed out",
            $"""
            <p>Your session here has ended.</p>
            {there}
            <p><a class="button" href="{sp.ModulePath}/SignIn">Sign in again</a></p>
            """
        );
    }

    /// <summary>Leads to the page that the sign-out was to end at; without one, says that the user is signed out.</summary>
    public static Task LeaveAsync(SamlSpContext sp, string returnUrl, string? organization, bool? isConfirmed)
    {
        if (returnUrl.Length == 0)
        {
            return WriteAsync(sp, organization, isConfirmed);
        }

        Page.SetHeaders(sp.Response);
        sp.Response.Redirect(returnUrl);
        return Task.CompletedTask;
    }

    /// <summary>Asks, when another site sent the browser here: another site must not sign users out.</summary>
    public static Task ConfirmAsync(SamlSpContext sp, string returnUrl) =>
        Page.WriteAsync(
            sp,
            200,
            "Sign out?",
            $"""
            <p>Another site sent you here. Do you want to sign out?</p>
            <form method="get" action="{sp.ModulePath}/Logout">
            <input type="hidden" name="ReturnUrl" value="{returnUrl}">
            <div class="actions"><button type="submit">Sign out</button> <a class="button quiet" href="{sp.Request.PathBase}/">Stay signed
            in</a></div>
            </form>
            """,
            formAction: Page.Onward(sp.Options)
        );
}
