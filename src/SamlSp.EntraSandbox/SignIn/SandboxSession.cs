using System.Collections.Concurrent;

namespace SamlSp.EntraSandbox;

/// <summary>A user's single sign-on session at the tenant.</summary>
internal sealed record SandboxSession(string Id, SandboxUser User, DateTimeOffset AuthnInstant, SandboxTokenOptions Token)
{
    /// <summary>The session's ID for apps (<c>sid</c>): unlike <see cref="Id"/>, it is no secret of the browser.</summary>
    public string PublicId { get; init; } = Guid.NewGuid().ToString();

    /// <summary>The app registrations that were given an ID token, by client ID.</summary>
    public ConcurrentDictionary<string, SandboxClient> Clients { get; } = new(StringComparer.Ordinal);

    /// <summary>The session indexes that each app was given, by entity ID.</summary>
    public ConcurrentDictionary<string, string> Participants { get; } = new(StringComparer.Ordinal);
}
