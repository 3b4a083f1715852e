using Microsoft.AspNetCore.Http;

namespace SamlSp.AspNetCore;

/// <summary>
/// The page for a user who has signed in for a page that asks more of the authentication, and not by what it asks for. The answer was
/// genuine, so the page says what is missing. The session from before goes on.
/// </summary>
internal static class StepUpPage
{
    public static Task WriteAsync(SamlSpContext sp, SignInOutcome outcome, string reference, string returnUrl)
    {
        var text = outcome.Code switch
        {
            SignInRefusalCodes.AuthnMethodInsufficient when outcome.Requirement?.Method == ReauthenticationMethod.PhishingResistant =>
                "The page that you want asks for a sign-in that phishing cannot imitate: with a passkey, a security key or a smart card.",
            SignInRefusalCodes.AuthnMethodInsufficient => "The page that you want asks for a sign-in with several factors.",
            SignInRefusalCodes.AuthnContextMissing =>
                "The page that you want asks for a stronger sign-in, which your organization defines.",
            _ => "The page that you want asks for a new sign-in.",
        };
        const string Title = "You need another sign-in for this page";
        if (!Page.IsAccepted(sp.Request))
        {
            return Page.WriteProblemAsync(
                sp.Http,
                StatusCodes.Status403Forbidden,
                Title + ".",
                $"{text} The code is {outcome.Code}. An administrator finds the reason under the reference number {reference}.",
                reference
            );
        }

        return Page.WriteAsync(
            sp,
            StatusCodes.Status403Forbidden,
            Title,
            $"""
            <p>{text} Your organization's sign-in page did not say that this was done. You are as signed in as before.</p>
            <h2>What you can do</h2>
            <p>Try again, and choose another way to sign in there. If that does not help, your administrator at {outcome
                .Organization
                ?.DisplayName ?? "your organization"} can look up the reason.</p>
            <dl class="facts">
            <dt>Code</dt><dd>{outcome.Code}</dd>
            <dt>Reference number</dt><dd class="reference">{reference}</dd>
            </dl>
            <p><a class="button" href="{returnUrl}">Try again</a></p>
            <p><a href="{sp.Address.StartPage}">Go to the start page</a></p>
            """
        );
    }
}
