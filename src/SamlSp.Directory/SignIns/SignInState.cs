using SamlSp.AspNetCore;

namespace SamlSp.Directory;

/// <summary>What a sign-in read, and what it is going to write.</summary>
internal sealed record SignInState
{
    /// <summary>The organization's name in lower case.</summary>
    public required string Key { get; init; }

    /// <summary>The IDs of the message.</summary>
    public required IReadOnlyList<OneTimeId> Ids { get; init; }

    /// <summary>When it was read, UTC: everything that the sign-in writes bears this instant.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>The count of the organization's policy changes.</summary>
    public required long PolicyVersion { get; init; }

    /// <summary>The user as it is going to be written; null when the sign-in is refused and there is none.</summary>
    public UserRow? User { get; init; }

    /// <summary>The user as it was found; null for one that is created.</summary>
    public UserVersion? Found { get; init; }

    /// <summary>Whether the sign-in says something new of a user who was found.</summary>
    public bool IsChanged { get; init; }

    /// <summary>The record that has to go first: a tombstone from a time when deleted users were refused here.</summary>
    public string? Tombstone { get; init; }

    /// <summary>Whether a record that had no key gets that of this user.</summary>
    public bool Joined { get; init; }

    /// <summary>The count of the changes of the user's rights, as it is going to be.</summary>
    public long RightsVersion { get; init; } = 1;

    /// <summary>Units that are not there yet: the user's, and those above it.</summary>
    public IReadOnlyList<string> NewOrgUnits { get; init; } = [];

    /// <summary>The rights of the user's live sessions, each pair once.</summary>
    public IReadOnlyList<(string Roles, string OrgUnitPath)> SessionRights { get; init; } = [];
}
