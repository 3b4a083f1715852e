namespace SamlSp.AspNetCore;

/// <summary>A request feature: the browser still has the cookie of a session that has ended.</summary>
/// <param name="Organization">The organization that it belonged to.</param>
/// <param name="ReauthenticationFrequency">How often its policy required re-authentication; null if it did not.</param>
/// <param name="NeedsReauthentication">Whether it expired under such a policy, so that the user must authenticate again.</param>
internal sealed record EndedSession(string? Organization, TimeSpan? ReauthenticationFrequency, bool NeedsReauthentication);
