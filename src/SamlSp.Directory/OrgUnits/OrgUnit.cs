using SamlSp.AspNetCore;

namespace SamlSp.Directory;

/// <summary>An org unit with the policy in force.</summary>
public sealed record OrgUnit
{
    /// <summary>The path: <c>/guests/contractors</c>.</summary>
    public required string Path { get; init; }

    /// <summary>What an administrator wrote about it; null for nothing.</summary>
    public string? Description { get; init; }

    /// <summary>Where it comes from.</summary>
    public required OrgUnitSource Source { get; init; }

    /// <summary>The policy that is set on this unit; null when it inherits all of it.</summary>
    public SessionPolicyOptions? OwnPolicy { get; init; }

    /// <summary>The policy in force; <see cref="SessionPolicy.From"/> is the path of the unit that sets it.</summary>
    public required SessionPolicy Policy { get; init; }

    /// <summary>How many users are in this unit itself.</summary>
    public required int People { get; init; }

    /// <summary>How many users are in this unit and those below.</summary>
    public required int PeopleBelow { get; init; }
}
