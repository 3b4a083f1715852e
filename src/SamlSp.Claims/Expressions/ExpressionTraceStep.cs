namespace SamlSp.Claims;

/// <summary>What one part of an expression gave, in the order of the text. Parts that were not needed are not there.</summary>
/// <param name="Expression">The part, in canonical form.</param>
/// <param name="Position">Where it starts, 0-based.</param>
/// <param name="Depth">How deep it is nested; 0 is the whole expression.</param>
/// <param name="Value">Its value as readable text; <c>[Redact]</c> for what <c>Redact</c> covers.</param>
/// <param name="Note">What there is to say about it, such as a comparison that failed because an attribute has no value; else null.</param>
public sealed record ExpressionTraceStep(string Expression, int Position, int Depth, string Value, string? Note);
