namespace SamlSp.Claims;

/// <summary>One row of a conditional claim, as in Entra's portal. Binds from JSON and from configuration.</summary>
public sealed record ClaimCondition
{
    /// <summary>Whom the row applies to: <c>any</c>, <c>members</c>, <c>allGuests</c>, <c>entraGuests</c>, <c>externalGuests</c>.</summary>
    public required string UserType { get; init; }

    /// <summary>Object IDs of groups of which the user must be in one; empty is no condition.</summary>
    public IReadOnlyList<string> MemberOf { get; init; } = [];

    /// <summary><c>attribute</c> or <c>transformation</c>.</summary>
    public required string Source { get; init; }

    /// <summary>
    /// The attribute's name, or a constant in single quotes, when <see cref="Source"/> is <c>attribute</c>. In a transformation row it
    /// is what the row gives when the transformations give nothing.
    /// </summary>
    public string? Attribute { get; init; }

    /// <summary>
    /// One or two transformations, when <see cref="Source"/> is <c>transformation</c>; the second takes the first one's output.
    /// </summary>
    public IReadOnlyList<ClaimTransformation> Transformations { get; init; } = [];

    /// <summary>“Treat source as multivalued”: every value counts and is transformed. Off (the default): only the first.</summary>
    public bool MultiValued { get; init; }
}
