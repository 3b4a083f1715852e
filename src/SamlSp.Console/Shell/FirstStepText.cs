using SamlSp.Directory;

namespace SamlSp.Console;

/// <summary>A first step on the overview.</summary>
/// <param name="Title">What to do.</param>
/// <param name="Text">Why, and what is missing without it.</param>
/// <param name="Page">The page on which it is done.</param>
internal sealed record FirstStepText(string Title, string Text, string Page)
{
    /// <summary>The text of a step.</summary>
    public static FirstStepText From(FirstStep step) =>
        step switch
        {
            FirstStep.Connection => new(
                "Connect the identity provider",
                "Until then, nobody can sign in. The page has a guide for Entra with the values to copy.",
                "/Console/Settings/Connection"
            ),
            FirstStep.SignIn => new(
                "Try a sign-in",
                "A trial sign-in shows each check, the claims and who the user is. It changes nothing.",
                "/Console/Settings/Connection"
            ),
            FirstStep.Domains => new(
                "Enter the e-mail domains and the primary domain",
                "Without e-mail domains, users cannot sign in by their address. Without a primary domain, the names of guests are not"
                    + " rewritten.",
                "/Console/Settings/Index"
            ),
            FirstStep.Rules => new(
                "Check the claim rules",
                "They give each user a NameID and an org unit. The page tries them on users of each kind. If the default rules are right,"
                    + " this step is not needed.",
                "/Console/Rules"
            ),
            FirstStep.Provisioning => new(
                "Set up provisioning",
                "Entra then creates, changes and suspends users here. Without it, users are created at their first sign-in.",
                "/Console/Provisioning"
            ),
            _ => new(
                "Appoint a second owner",
                "If the only owner is away or locked out, nobody can change the settings. Grant the role on a user's page.",
                "/Console/Users/Index"
            ),
        };
}
