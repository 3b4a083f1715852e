namespace SamlSp.Directory;

/// <summary>One statement: a constant text, which both databases understand, and its values as <c>$1</c>, <c>$2</c> and so on.</summary>
internal sealed record SqlStatement(string Text, IReadOnlyList<SqlValue> Values);
