namespace SamlSp.AspNetCore;

/// <summary>What became of the groups of a user who is in too many for the token.</summary>
/// <param name="Groups">Their object IDs; null when they are unknown.</param>
/// <param name="IsRead">Whether they are the groups as they are now.</param>
/// <param name="IsRefused">Whether the sign-in is refused.</param>
/// <param name="Detail">A sentence for an administrator.</param>
internal sealed record GroupReading(IReadOnlyList<string>? Groups, bool IsRead, bool IsRefused, string Detail);
