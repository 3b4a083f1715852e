using Microsoft.AspNetCore.Http;

namespace SamlSp.AspNetCore;

/// <summary>
/// Answers a form or link of a page of this host after the session has ended. A redirect to the identity provider would not do: browsers
/// check every redirect that follows a form against the form-action of its page, and most pages allow this host only. So the chain ends
/// here, and the sign-in starts by a GET of its own. A form that was posted is lost, so the user is told and chooses.
/// </summary>
internal static class SessionEndedPage
{
    /// <summary>Whether a request needs this page rather than a redirect. Browsers say so by <c>Sec-Fetch-Site</c>.</summary>
    public static bool IsFor(HttpRequest request, EndedSession? ended) =>
        request.Headers["Sec-Fetch-Site"] == "same-origin" && (IsPosted(request) || ended is not null);

    /// <summary>Writes the page.</summary>
    /// <param name="sp">The request.</param>
    /// <param name="organization">The organization to sign in at; null for none.</param>
    /// <param name="returnUrl">Where the browser goes afterwards, unless a form was posted: then it is that form's page.</param>
    /// <param name="reauthenticate">Whether the user must authenticate anew.</param>
    /// <param name="requirement">What is asked of the authentication; null for nothing.</param>
    public static Task WriteAsync(
        SamlSpContext sp,
        string? organization,
        string returnUrl,
        bool reauthenticate,
        SamlAuthenticationRequirement? requirement = null
    )
    {
        var posted = IsPosted(sp.Request);
        if (posted)
        {
            returnUrl = ReturnUrl.Local(sp.Request.Headers.Referer, sp.Address);
        }

        var url = SignInUrl.Create(sp, organization, returnUrl, reauthenticate);
        if (AcrValues.Write(requirement) is { } values)
        {
            url += "&acr_values=" + Uri.EscapeDataString(values);
        }

        var isStepUp = requirement is not null && sp.Http.GetSamlSpSession() is not null;
        sp.Response.Headers.WWWAuthenticate = "Bearer";
        if (!posted)
        {
            sp.Response.Headers["Refresh"] = "0; url=" + url;
        }

        Html text =
            posted && isStepUp ? $"<p>It was not saved, because it needs a newer or stronger sign-in. Sign in again, and repeat it.</p>"
            : posted
                ? (Html)$"<p>What you have just sent was not saved, because you are no longer signed in. Sign in again, and repeat it.</p>"
            : (Html)$"<p>You are being signed in again. If nothing happens, please choose Sign in again.</p>";
        return Page.WriteAsync(
            sp,
            StatusCodes.Status401Unauthorized,
            isStepUp ? "Please sign in again" : "Your session has ended",
            $"""
            {text}
            <p><a class="button" href="{url}">Sign in again</a></p>
            """
        );
    }

    private static bool IsPosted(HttpRequest request) => !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method);
}
