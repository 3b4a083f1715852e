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

    /// <summary>Where the page begins: <see cref="SessionPage.Next"/> of the one before; null for the newest.</summary>
    public string? After { get; init; }

    /// <summary>How many at most. Default 50; 1 to 200.</summary>
    public int Limit { get; init; } = 50;
}
