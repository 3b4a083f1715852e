namespace SamlSp.Scim;

/// <summary>Where the attributes of a kind of resource are in the database.</summary>
internal abstract class SqlColumns
{
    /// <summary>All columns of a resource's row.</summary>
    public abstract string All { get; }

    /// <summary>The SQL of an attribute with one value; null when it cannot be searched for.</summary>
    public abstract string? Scalar(FilterSql sql, AttributePath path);

    /// <summary>The SQL of a JSON array; null when it cannot be searched for.</summary>
    public abstract string? Array(FilterSql sql, AttributePath path);

    /// <summary>A comparison that has its own way: by an index, or over another table; null when it has none.</summary>
    public abstract string? Special(FilterSql sql, AttributePath path, ComparisonOperator op, FilterValue value);
}
