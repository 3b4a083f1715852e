using Microsoft.AspNetCore.Http;

namespace SamlSp.AspNetCore;

/// <summary>
/// Explains to users why their identity provider refused the sign-in, and who can change that. The number is in the address to which a
/// refusal redirected the browser. It only selects one of our texts, so it does not matter who wrote it.
/// </summary>
internal static class IdentityProviderErrorPage
{
    public const string Path = "/Refused";

    public static string Url(SamlSpContext sp, string reference, string error) =>
        $"{sp.Request.PathBase}{sp.Options.ModulePath}{Path}?reference={reference}&error={error}";

    public static Task WriteAsync(SamlSpContext sp)
    {
        var (reference, error) = (sp.Request.Query["reference"].ToString(), sp.Request.Query["error"].ToString());
        if (!SignInReference.IsReference(reference) || !EntraErrorNumber.IsError(error))
        {
            return Page.WriteAsync(
                sp,
                StatusCodes.Status404NotFound,
                "Nothing to explain",
                $"""
                <p>This address belongs to a sign-in that failed, and is not complete.</p>
                <p><a class="button" href="{sp.ModulePath}/SignIn">Sign in</a></p>
                """
            );
        }

        var (cause, who) = EntraErrors.Explain(EntraErrorNumber.NumberOf(error));
        return Page.WriteAsync(
            sp,
            StatusCodes.Status200OK,
            "Your organization did not sign you in",
            $"""
            <p>{cause}</p>
            <h2>Who can help</h2>
            <p>{who}</p>
            <dl class="facts">
            <dt>Error</dt><dd>{error}</dd>
            <dt>Reference number</dt><dd class="reference">{reference}</dd>
            </dl>
            <p><a class="button" href="{sp.ModulePath}/SignIn?reauthenticate=true">Sign in again</a></p>
            """
        );
    }
}
