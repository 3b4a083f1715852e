using System.Globalization;

namespace SamlSp.Directory;

/// <summary>A row that a statement returned. SQLite has flags as numbers.</summary>
internal readonly struct SqlRow(object[] values)
{
    public string Text(int column) => (string)values[column];

    public string? TextOrNull(int column) => values[column] as string;

    public long Number(int column) => Convert.ToInt64(values[column], CultureInfo.InvariantCulture);

    public long? NumberOrNull(int column) => values[column] is DBNull ? null : Number(column);

    public bool Flag(int column) => values[column] is bool flag ? flag : Number(column) != 0;

    public byte[]? BytesOrNull(int column) => values[column] as byte[];

    public DateTimeOffset Instant(int column) => new(Number(column), TimeSpan.Zero);

    public DateTimeOffset? InstantOrNull(int column) => values[column] is DBNull ? null : Instant(column);

    public T Name<T>(int column)
        where T : struct, Enum => Enum.Parse<T>(Text(column));

    public T? NameOrNull<T>(int column)
        where T : struct, Enum => values[column] is string text ? Enum.Parse<T>(text) : null;
}
