namespace SamlSp.Directory;

/// <summary>The statements that follow what has changed, as both databases understand them. Every node runs one each second.</summary>
internal static class ChangeSql
{
    /// <summary>The newest change's number; null when the table was emptied, which the store itself never does.</summary>
    public static readonly UnownedSql Newest = new("SELECT MAX(number) FROM changes");

    /// <summary>Changes from a number on, that one included, in order.</summary>
    public static readonly UnownedSql From = new(
        "SELECT number, kind, session, subject, at FROM changes WHERE number >= $1 ORDER BY number LIMIT $2"
    );

    /// <summary>A row that <see cref="From"/> found.</summary>
    public static ChangeRow ToRow(SqlRow row) =>
        new()
        {
            Number = row.Number(0),
            Kind = row.Name<ChangeKind>(1),
            Session = row.Text(2),
            Subject = row.Text(3),
            At = row.Instant(4),
        };
}
