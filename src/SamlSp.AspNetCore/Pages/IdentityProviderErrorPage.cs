using Microsoft.AspNetCore.Http;

namespace SamlSp.AspNetCore;

/// <summary>
/// Explains to users why their identity provider refused the sign-in, and who can change that. The number is in the address to which a
/// refusal redirected the browser. It only selects one of our texts, so it does not matter who wrote it.
/// </summary>
internal static class IdentityProviderErrorPage
{
    public const string Path = "/Refused";

    /// <summary>Leads a browser from the refusal to its explanation, if the identity provider gave an error that has one.</summary>
    public static void Offer(SignInAttempt attempt, SignInOutcome outcome)
    {
        var sp = attempt.Sp;
        if (outcome.IdentityProviderError is { } error && Page.IsWanted(sp.Request))
        {
            var again = attempt.Pending is { } pending ? "&" + SignInUrl.Query(pending.Organization, pending.ReturnUrl) : "";
            sp.Response.Headers["Refresh"] = $"0; url={sp.ModulePath}{Path}?reference={attempt.Trace.Reference}&error={error}{again}";
        }
    }

    public static Task WriteAsync(SamlSpContext sp)
    {
        var (reference, error) = (sp.Request.Query["reference"].ToString(), sp.Request.Query["error"].ToString());
        if (!SignInReference.IsReference(reference) || Explain(error) is not var (cause, who))
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

        var signIn = SignInUrl.Create(
            sp,
            sp.Request.Query["organization"] is [{ } name] && Organization.IsName(name) ? name : null,
            sp.Request.Query["ReturnUrl"] is [{ } returnUrl] ? ReturnUrl.Local(returnUrl, sp.Address) : null,
            reauthenticate: true
        );
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
            <p><a class="button" href="{signIn}">Sign in again</a></p>
            """
        );
    }

    /// <summary>The likely cause, and who can help; null for a text that is no error of an identity provider.</summary>
    internal static (string Cause, string Who)? Explain(string error) =>
        EntraErrorNumber.IsError(error) ? EntraErrors.Explain(EntraErrorNumber.NumberOf(error)) : OpenIdErrors.Find(error);
}
