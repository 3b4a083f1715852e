namespace SamlSp.Scim;

/// <summary>A filter as parsed: a tree of the pieces below.</summary>
internal abstract record Filter;

/// <summary><c>and</c>, <c>or</c>.</summary>
internal sealed record LogicalFilter(bool IsAnd, Filter Left, Filter Right) : Filter;

/// <summary><c>not (…)</c>.</summary>
internal sealed record NotFilter(Filter Inner) : Filter;

/// <summary><c>attribute eq "value"</c>, <c>attribute pr</c>.</summary>
internal sealed record ComparisonFilter(AttributePath Path, ComparisonOperator Operator, FilterValue Value) : Filter;

/// <summary>
/// <c>emails[type eq "work" and value co "@example.com"]</c>: one element for which all of it holds. The paths inside name sub-attributes.
/// </summary>
internal sealed record ValuePathFilter(AttributePath Path, Filter Inner) : Filter;
