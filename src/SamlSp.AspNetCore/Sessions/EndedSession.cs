namespace SamlSp.AspNetCore;

/// <summary>A request feature: the browser still has the cookie of a session that is over.</summary>
/// <param name="Organization">The organization that it belonged to.</param>
/// <param name="ReauthenticationFrequency">How often its policy asked for re-authentication; null when it did not.</param>
/// <param name="NeedsReauthentication">Whether it ran out under such a policy: what is missing is a new authentication.</param>
internal sealed record EndedSession(string? Organization, TimeSpan? ReauthenticationFrequency, bool NeedsReauthentication);
