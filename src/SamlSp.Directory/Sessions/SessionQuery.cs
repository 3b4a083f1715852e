namespace SamlSp.Directory;

/// <summary>Which live sessions are looked for: every criterion that is set must hold.</summary>
public sealed record SessionQuery
{
    /// <summary>A text that stands in the NameID or the display name, without case for letters of ASCII; null for any.</summary>
    public string? Text { get; init; }

    /// <summary>An org unit's path; those below count as well; null for any.</summary>
    public string? OrgUnitPath { get; init; }

    /// <summary>A record's ID; null for any.</summary>
    public string? UserId { get; init; }

    /// <summary>Only sessions that started at this instant or later, UTC; null for any.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Only sessions that started before this instant, UTC; null for any.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Whether the oldest come first. Default false.</summary>
    public bool OldestFirst { get; init; }

    /// <summary>Where the page begins: <see cref="SessionPage.Next"/> of the one before; null for the first page.</summary>
    public string? After { get; init; }

    /// <summary>How many at most. Default 50; 1 to 200.</summary>
    public int Limit { get; init; } = 50;
}
