namespace SamlSp.AspNetCore;

/// <summary>A request feature: the browser still has the cookie of a session that has ended.</summary>
/// <param name="Organization">The organization that it belonged to.</param>
/// <param name="ReauthenticationFrequency">How often its policy required re-authentication; null if it did not.</param>
/// <param name="NeedsReauthentication">Whether it expired under such a policy, so that the user must authenticate again.</param>
internal sealed record EndedSession(string? Organization, TimeSpan? ReauthenticationFrequency, bool NeedsReauthentication)
{
    /// <summary>Whether an administrator, or the user in another session, ended it.</summary>
    public bool WasRevoked { get; init; }

    /// <summary>Describes a session that is over.</summary>
    public static EndedSession Of(Session session, DateTimeOffset now) =>
        new(session.Organization, session.ReauthenticationFrequency, session.NeedsReauthentication(now))
        {
            WasRevoked = session.EndedBy == SessionEndCause.Revoked,
        };

    /// <summary>
    /// Whether the next sign-in asks for a new authentication: after an end by policy, and where the application has a cookie of its own,
    /// after a revocation as well.
    /// </summary>
    public bool AsksAnew(SamlSpOptions options) => NeedsReauthentication || (WasRevoked && options.IsExternal);
}
