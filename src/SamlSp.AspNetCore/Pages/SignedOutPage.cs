using Microsoft.AspNetCore.Http;

namespace SamlSp.AspNetCore;

/// <summary>Pages around signing out.</summary>
internal static class SignedOutPage
{
    public static Task WriteAsync(HttpContext context, SamlSpOptions options, string? organization, bool alsoAtIdentityProvider)
    {
        Html there =
            organization is null ? Html.Empty
            : alsoAtIdentityProvider ? (Html)$"<p>{organization} has confirmed that you are signed out there as well.</p>"
            : $"<p>Your sign-in at {organization} may go on. On a computer that others use, sign out there too, or close the browser.</p>";
        return Page.WriteAsync(
            context,
            options,
            200,
            "You are signed out",
            $"""
            <p>Your session here has ended.</p>
            {there}
            <p><a class="button" href="{context.Request.PathBase + options.ModulePath}/SignIn">Sign in again</a></p>
            """
        );
    }

    /// <summary>Asked when another site sent the browser here: no stranger signs people out.</summary>
    public static Task ConfirmAsync(HttpContext context, SamlSpOptions options, string returnUrl) =>
        Page.WriteAsync(
            context,
            options,
            200,
            "Sign out?",
            $"""
            <p>Another site sent you here. Do you want to sign out?</p>
            <form method="get" action="{context.Request.PathBase + options.ModulePath}/Logout">
            <input type="hidden" name="ReturnUrl" value="{returnUrl}">
            <div class="actions"><button type="submit">Sign out</button> <a class="button quiet" href="{context.Request.PathBase}/">Stay signed in</a></div>
            </form>
            """,
            formAction: Page.ToIdentityProvider
        );
}
