namespace SamlSp.Claims;

/// <summary>What one row did, in the order of evaluation: attribute rows first, then transformation rows.</summary>
/// <param name="Rule">The row, 0-based.</param>
/// <param name="Matched">Whether the row's conditions hold for the user.</param>
/// <param name="Output">Its value; null when it gave none and was passed over.</param>
/// <param name="Note">Why, a phrase for an administrator.</param>
public sealed record ClaimTraceStep(int Rule, bool Matched, string? Output, string Note);
