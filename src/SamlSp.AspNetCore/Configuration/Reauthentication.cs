namespace SamlSp.AspNetCore;

/// <summary>Whether a policy requires re-authentication.</summary>
public enum Reauthentication
{
    /// <summary>The operator's maximum alone bounds the session, and silent single sign-on starts a new one.</summary>
    NotRequired,

    /// <summary>The session ends after the frequency, and only a fresh authentication starts a new one.</summary>
    Required,
}
