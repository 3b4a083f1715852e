using SamlSp.Directory;

namespace SamlSp.Scim;

/// <summary>What a write leads to, and what it writes for that.</summary>
/// <param name="Result">The result.</param>
/// <param name="Writes">What is written; null where the write is refused.</param>
internal sealed record PlannedWrite(ScimResult Result, ProvisioningWrites? Writes)
{
    /// <summary>Completes the result by the results of what was written; null where nothing is missing.</summary>
    public Func<IReadOnlyList<SqlResult>, ScimResult>? Complete { get; init; }

    public static PlannedWrite Refused(ScimError error, string? target = null) => new(ScimResult.Refused(error, target), null);
}
