using SamlSp.AspNetCore;

namespace SamlSp.Console;

/// <summary>The checks of a sign-in, in words.</summary>
internal static class CheckDisplayText
{
    public static string Of(string check) =>
        check switch
        {
            SignInChecks.Message => "The message is genuine, for us, and of now",
            SignInChecks.UsedOnce => "It was not used before",
            SignInChecks.Request => "It answers what this browser asked",
            SignInChecks.Identity => "The rules say who it is",
            SignInChecks.Application => "The application has no objection",
            SignInChecks.Record => "The user's record allows it",
            SignInChecks.Policy => "The org unit's policy allows a session",
            SignInChecks.Session => "The session was kept",
            _ => check,
        };
}
