using SamlSp.Claims;

namespace SamlSp.Directory;

/// <summary>Which records are looked for: every criterion that is set must hold. By name, a page at a time.</summary>
public sealed record UserQuery
{
    /// <summary>How many records a page has at most.</summary>
    public const int MaxAtOnce = 200;

    /// <summary>
    /// A text that stands in the display name, NameID, mail address, user principal name or externalId, without case; null for any.
    /// </summary>
    public string? Text { get; init; }

    /// <summary>An org unit's path, without case; null for any.</summary>
    public string? OrgUnitPath { get; init; }

    /// <summary>Whether the units below <see cref="OrgUnitPath"/> count as well. Default false.</summary>
    public bool IncludeUnitsBelow { get; init; }

    /// <summary>A user type; null for any.</summary>
    public UserType? UserType { get; init; }

    /// <summary>A state; null for everything but deleted.</summary>
    public UserState? State { get; init; }

    /// <summary>A role that was granted here; null for any or none.</summary>
    public string? Role { get; init; }

    /// <summary>Whether the list runs from Z to A. Default false.</summary>
    public bool Descending { get; init; }

    /// <summary>
    /// The page's beginning: <see cref="UserPage.Next"/> of the one before; null for the first. One that is not understood begins at the
    /// beginning.
    /// </summary>
    public string? After { get; init; }

    /// <summary>How many records at most. Default 50; 1 to <see cref="MaxAtOnce"/>.</summary>
    public int Limit { get; init; } = 50;
}
