using SamlSp.Directory;

namespace SamlSp.Console;

/// <summary>A first step on the overview.</summary>
/// <param name="Title">What to do.</param>
/// <param name="Text">Why, and what is missing without it.</param>
/// <param name="Page">The page on which it is done.</param>
internal sealed record FirstStepText(string Title, string Text, string Page)
{
    /// <summary>The button by which an owner marks the step.</summary>
    public string Mark { get; private init; } = "Not needed";

    /// <summary>What a marked step is called.</summary>
    public string Marked { get; private init; } = "not needed";

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
                "Choose “Test integration” on the connection's page. It shows each check, the claims and who the user is, and changes"
                    + " nothing.",
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
                "They give each user a NameID and an org unit. The page tries them on users of each kind.",
                "/Console/Rules"
            )
            {
                Mark = "The rules are right",
                Marked = "checked",
            },
            FirstStep.Provisioning => new(
                "Set up provisioning",
                "Entra then creates, changes and suspends users here. This step is done with Entra's first request. Without provisioning,"
                    + " users are created at their first sign-in.",
                "/Console/Provisioning"
            ),
            _ => new(
                "Appoint a second owner",
                "If the only owner is away or locked out, nobody can change the settings. Grant the role on a user's page.",
                "/Console/Users/Index"
            ),
        };
}
