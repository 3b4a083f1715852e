using System.Collections.Concurrent;

namespace SamlSp.EntraSandbox;

/// <summary>A user's single sign-on session at the tenant.</summary>
internal sealed record SandboxSession(string Id, SandboxUser User, DateTimeOffset AuthnInstant, SandboxTokenOptions Token)
{
    /// <summary>The session indexes that each app was given, by entity ID.</summary>
    public ConcurrentDictionary<string, string> Participants { get; } = new(StringComparer.Ordinal);
}
