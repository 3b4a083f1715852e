namespace SamlSp.Claims;

/// <summary>One row of a conditional claim, as in Entra's portal.</summary>
public sealed record ClaimCondition
{
    /// <summary>Whom the row applies to: <c>any</c>, <c>members</c>, <c>allGuests</c>, <c>entraGuests</c>, <c>externalGuests</c>.</summary>
    public required string UserType { get; init; }

    /// <summary>Object IDs of groups of which the user must be in one; empty is no condition.</summary>
    public IReadOnlyList<string> MemberOf { get; init; } = [];

    /// <summary><c>attribute</c> or <c>transformation</c>.</summary>
    public required string Source { get; init; }

    /// <summary>The attribute's name, when <see cref="Source"/> is <c>attribute</c>.</summary>
    public string? Attribute { get; init; }
}
