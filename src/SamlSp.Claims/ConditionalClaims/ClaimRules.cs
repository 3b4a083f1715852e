namespace SamlSp.Claims;

/// <summary>A conditional claim as it is written down: the claim and its rows.</summary>
public sealed record ClaimRules
{
    /// <summary>The claim: <c>nameid</c>, or any claim's name.</summary>
    public string Claim { get; init; } = "nameid";

    /// <summary>The rows, in the order of the portal.</summary>
    public required IReadOnlyList<ClaimCondition> Conditions { get; init; }
}
