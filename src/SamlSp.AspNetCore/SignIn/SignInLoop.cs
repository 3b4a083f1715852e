using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace SamlSp.AspNetCore;

/// <summary>
/// Stops a browser that signs in again and again for one page. The user is signed in, but the application does not ask the scheme that
/// knows it: a mistake in its set-up, which the developer is told about.
/// </summary>
internal sealed class SignInLoop(RefusalResponder refusals, IAuthenticationSchemeProvider schemes, IHostEnvironment environment)
{
    /// <summary>Answers with a page instead of the redirect.</summary>
    /// <param name="sp">The request.</param>
    /// <param name="organization">The organization.</param>
    /// <param name="target">Where the sign-in leads: a local path.</param>
    public async Task AnswerAsync(SamlSpContext sp, Organization organization, string target)
    {
        var why = await ExplainAsync(sp.Options);
        await refusals.AnswerAsync(
            sp,
            SignInOutcome.Refused(SignInRefusalCodes.SignInLoop, why, organization),
            reference => SignInLoopPage.WriteAsync(sp, target, reference, environment.IsDevelopment() ? why : null)
        );
    }

    private async Task<string> ExplainAsync(SamlSpOptions options)
    {
        var asked = (await schemes.GetDefaultAuthenticateSchemeAsync())?.Name ?? "none";
        var signedIn = options.IsExternal ? $"{SamlSpDefaults.SessionScheme} and {options.SignInScheme}" : SamlSpDefaults.SessionScheme;
        return $"The third sign-in of one browser to one address within a minute. The application's default scheme is {asked}, and the"
            + $" sign-in went to {signedIn}. If the page asks another scheme, set SamlSp:SignInScheme to it, or let the page ask"
            + $" {SamlSpDefaults.SessionScheme}. If it asks one of these, its cookie does not come back: look at SamlSp:BaseUrl and at"
            + " the proxies in front.";
    }
}
