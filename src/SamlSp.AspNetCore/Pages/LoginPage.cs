using Microsoft.AspNetCore.Http;

namespace SamlSp.AspNetCore;

/// <summary>Asks for the user's organization: by its name, or by the user's address.</summary>
internal static class LoginPage
{
    private const string Unknown = "There is no organization with that name or address.";

    public static Task WriteAsync(SamlSpContext sp, string returnUrl, bool reauthenticate, string? unknown = null)
    {
        if (unknown is not null && !Page.IsAccepted(sp.Request))
        {
            return Page.WriteProblemAsync(sp.Http, StatusCodes.Status404NotFound, Unknown);
        }

        Html error = unknown is null
            ? Html.Empty
            : (Html)$"""<p id="error" class="error" role="alert">{Unknown} Please check the spelling, or ask your administrator.</p>""";
        Html again = reauthenticate ? (Html)$"""<input type="hidden" name="reauthenticate" value="true">""" : Html.Empty;
        Html described = unknown is null
            ? (Html)$"""aria-describedby="hint" """
            : $"""aria-describedby="hint error" aria-invalid="true" """;
        return Page.WriteAsync(
            sp,
            unknown is null ? StatusCodes.Status200OK : StatusCodes.Status404NotFound,
            "Sign in",
            $"""
            {error}
            <form method="get" action="{sp.ModulePath}/SignIn">
            <label for="identifier">Organization or e-mail address</label>
            <input type="text" id="identifier" name="identifier" value="{unknown
                ?? LastOrganization.Find(
                    sp
                )}" autocomplete="username" autocapitalize="none" spellcheck="false" required autofocus maxlength="320" {described}>
            <p id="hint" class="hint">You will be taken to your organization's own sign-in page.</p>
            <input type="hidden" name="ReturnUrl" value="{returnUrl}">
            {again}
            <button type="submit">Continue</button>
            </form>
            """,
            formAction: Page.Onward(sp.Options)
        );
    }
}
