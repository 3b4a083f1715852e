namespace SamlSp.Directory;

/// <summary>A statement with its values.</summary>
internal sealed record SqlStatement(SqlText Sql, IReadOnlyList<SqlValue> Values);
