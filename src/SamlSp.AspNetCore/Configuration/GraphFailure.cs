namespace SamlSp.AspNetCore;

/// <summary>What happens to a sign-in when the user's groups cannot be read from Microsoft Graph.</summary>
public enum GraphFailure
{
    /// <summary>It is refused.</summary>
    Refuse,

    /// <summary>
    /// It goes on with the groups that gave the user roles at the last sign-in. It is refused all the same where claim rules ask for a
    /// group.
    /// </summary>
    KeepRoles,
}
