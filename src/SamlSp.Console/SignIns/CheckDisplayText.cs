using SamlSp.AspNetCore;

namespace SamlSp.Console;

/// <summary>Display texts of the checks of a sign-in.</summary>
internal static class CheckDisplayText
{
    /// <summary>The text of a check. A message that fails may be no sign-in at all, so its text names no single part.</summary>
    public static string From(SignInCheck check) =>
        check is { Check: SignInChecks.Message, Passed: false }
            ? "The answer of the identity provider is a valid sign-in"
            : From(check.Check);

    private static string From(string check) =>
        check switch
        {
            SignInChecks.Message => "Signature, audience and timestamps are valid",
            SignInChecks.UsedOnce => "The response was not used before",
            SignInChecks.Request => "The response answers a request of this browser",
            SignInChecks.UserInfo => "The userinfo endpoint answers for this user",
            SignInChecks.Groups => "The user's groups are known",
            SignInChecks.Identity => "The rules give a user",
            SignInChecks.Application => "The application accepts the sign-in",
            SignInChecks.Record => "The user record allows the sign-in",
            SignInChecks.Policy => "The org unit's policy allows a session",
            SignInChecks.Session => "The session was stored",
            _ => check,
        };
}
