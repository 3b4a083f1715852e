using NpgsqlTypes;

namespace SamlSp.Directory;

/// <summary>A value of a statement, with its type: PostgreSQL wants to know the type of a null as well.</summary>
internal readonly struct SqlValue
{
    private SqlValue(object? value, NpgsqlDbType type) => (Value, Type) = (value ?? DBNull.Value, type);

    /// <summary>The value; <see cref="DBNull"/> for null.</summary>
    public object Value { get; }

    public NpgsqlDbType Type { get; }

    public static implicit operator SqlValue(string? text) => new(text, NpgsqlDbType.Text);

    public static implicit operator SqlValue(long? number) => new(number, NpgsqlDbType.Bigint);

    public static implicit operator SqlValue(bool flag) => new(flag, NpgsqlDbType.Boolean);

    public static implicit operator SqlValue(byte[]? bytes) => new(bytes, NpgsqlDbType.Bytea);

    /// <summary>An instant is stored as UTC ticks.</summary>
    public static implicit operator SqlValue(DateTimeOffset? instant) => new(instant?.UtcTicks, NpgsqlDbType.Bigint);

    /// <summary>A number with a fraction.</summary>
    public static SqlValue Real(double number) => new(number, NpgsqlDbType.Double);
}
