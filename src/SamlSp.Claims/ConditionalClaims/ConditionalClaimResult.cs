namespace SamlSp.Claims;

/// <summary>What a conditional claim gave.</summary>
public sealed record ConditionalClaimResult
{
    /// <summary>All values; empty when no row gave one.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>The first value; null when no row gave one.</summary>
    public string? Value => Values.Count == 0 ? null : Values[0];

    /// <summary>The row that decided, 0-based; null when none did.</summary>
    public int? Rule { get; init; }

    /// <summary>Why the evaluation was broken off, with the row; null when it was not. Then there is no value.</summary>
    public string? Error { get; init; }

    /// <summary>The rows in the order of their evaluation.</summary>
    public IReadOnlyList<ClaimTraceStep> Trace { get; init; } = [];
}
