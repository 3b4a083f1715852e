namespace SamlSp.Directory;

/// <summary>What one statement did.</summary>
/// <param name="Affected">How many rows it wrote; 0 for a SELECT.</param>
/// <param name="Rows">The rows that it returned.</param>
internal sealed record SqlResult(int Affected, IReadOnlyList<SqlRow> Rows)
{
    /// <summary>Whether it wrote a row.</summary>
    public bool HasWritten => Affected > 0;

    /// <summary>Whether it returned a row.</summary>
    public bool HasRows => Rows.Count > 0;
}
