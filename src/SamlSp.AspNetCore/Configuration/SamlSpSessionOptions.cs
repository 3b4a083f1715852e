namespace SamlSp.AspNetCore;

/// <summary>The operator's limits for sessions.</summary>
public sealed class SamlSpSessionOptions
{
    /// <summary>The maximum length of a session, whatever a policy says. Default 24 hours; from 1 minute to 30 days.</summary>
    public TimeSpan MaximumLifetime { get; set; } = TimeSpan.FromHours(24);

    /// <summary>
    /// Whether the session's cookie outlives the browser's own session: the user is still signed in when the browser is opened again. Its
    /// end is the policy's all the same. Default false.
    /// </summary>
    public bool PersistentCookie { get; set; }
}
