using SamlSp.AspNetCore;

namespace SamlSp.Console;

/// <summary>Display texts of the checks of a sign-in.</summary>
internal static class CheckDisplayText
{
    public static string From(string check) =>
        check switch
        {
            SignInChecks.Message => "Signature, audience and timestamps are valid",
            SignInChecks.UsedOnce => "The response was not used before",
            SignInChecks.Request => "The response answers a request of this browser",
            SignInChecks.Identity => "The rules give a user",
            SignInChecks.Application => "The application accepts the sign-in",
            SignInChecks.Record => "The user record allows the sign-in",
            SignInChecks.Policy => "The org unit's policy allows a session",
            SignInChecks.Session => "The session was stored",
            _ => check,
        };
}
