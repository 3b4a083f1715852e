namespace SamlSp.AspNetCore;

/// <summary>The checks of a sign-in by name, in the order in which they are made.</summary>
internal static class SignInChecks
{
    /// <summary>The message is genuine, for us and of now: signature, issuer, audience, times.</summary>
    public const string Message = "message";

    /// <summary>It answers what this browser asked, or was allowed to come unasked.</summary>
    public const string Request = "request";

    /// <summary>The userinfo endpoint has what the ID token lacks. Made only where it lacks something.</summary>
    public const string UserInfo = "userinfo";

    /// <summary>A user who is in too many groups for the token: they were read elsewhere. Made for such a user only.</summary>
    public const string Groups = "groups";

    /// <summary>The rules of the organization say who it is.</summary>
    public const string Identity = "identity";

    /// <summary>The application has no objection.</summary>
    public const string Application = "application";

    /// <summary>The user's record allows it.</summary>
    public const string Record = "record";

    /// <summary>The policy of the org unit gives a session: fresh enough, by the right method.</summary>
    public const string Policy = "policy";

    /// <summary>The message was not used before. By OpenID Connect this comes first, before the code is redeemed.</summary>
    public const string UsedOnce = "used-once";

    /// <summary>The session was kept.</summary>
    public const string Session = "session";
}
