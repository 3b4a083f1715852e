using System.Globalization;
using System.Runtime.InteropServices;

namespace SamlSp.Claims;

/// <summary>
/// A value of the mapping language: null, text, number, boolean, list, or “must not flow”. Null and empty are kept apart.
/// </summary>
[StructLayout(LayoutKind.Auto)]
public readonly struct ExpressionValue : IEquatable<ExpressionValue>
{
    private readonly object? _reference;
    private readonly long _number;

    private ExpressionValue(ExpressionValueKind kind, object? reference, long number)
    {
        Kind = kind;
        _reference = reference;
        _number = number;
    }

    /// <summary>No value.</summary>
    public static ExpressionValue Null => default;

    /// <summary>The attribute must not flow.</summary>
    public static ExpressionValue Ignored => new(ExpressionValueKind.Ignored, null, 0);

    /// <summary>What kind of value this is.</summary>
    public ExpressionValueKind Kind { get; }

    /// <summary>Whether there is nothing here: null, an empty text, no list entry, or a value that must not flow.</summary>
    public bool IsNullOrEmpty =>
        Kind switch
        {
            ExpressionValueKind.Null or ExpressionValueKind.Ignored => true,
            ExpressionValueKind.Text => ((string)_reference!).Length == 0,
            ExpressionValueKind.List => ((IReadOnlyList<string>)_reference!).All(static v => v.Length == 0),
            _ => false,
        };

    /// <summary>
    /// The value as text: numbers and booleans as <c>7</c> and <c>True</c>; null for null, for a list and for a value that must not flow.
    /// </summary>
    public string? Text =>
        Kind switch
        {
            ExpressionValueKind.Text => (string)_reference!,
            ExpressionValueKind.Number => _number.ToString(CultureInfo.InvariantCulture),
            ExpressionValueKind.Boolean => _number == 0 ? "False" : "True",
            _ => null,
        };

    /// <summary>All values: none for null, one for a single value.</summary>
    public IReadOnlyList<string> Values =>
        Kind switch
        {
            ExpressionValueKind.List => (IReadOnlyList<string>)_reference!,
            ExpressionValueKind.Null or ExpressionValueKind.Ignored => [],
            _ => [Text!],
        };

    internal long NumberValue => _number;

    /// <summary>A text; null gives <see cref="Null"/>.</summary>
    /// <param name="text">The text.</param>
    public static ExpressionValue FromText(string? text) => text is null ? Null : new(ExpressionValueKind.Text, text, 0);

    /// <summary>A whole number.</summary>
    /// <param name="number">The number.</param>
    public static ExpressionValue FromNumber(long number) => new(ExpressionValueKind.Number, null, number);

    /// <summary>A boolean.</summary>
    /// <param name="value">The value.</param>
    public static ExpressionValue FromBoolean(bool value) => new(ExpressionValueKind.Boolean, null, value ? 1 : 0);

    /// <summary>Several values; none at all is <see cref="Null"/>, since an attribute without values is not there.</summary>
    /// <param name="values">The values, which must not change afterwards.</param>
    public static ExpressionValue FromList(IReadOnlyList<string> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return values.Count == 0 ? Null : new(ExpressionValueKind.List, values, 0);
    }

    /// <summary>Whether two values are the same, of the same kind.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator ==(ExpressionValue left, ExpressionValue right) => left.Equals(right);

    /// <summary>Whether two values differ.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator !=(ExpressionValue left, ExpressionValue right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(ExpressionValue other) =>
        Kind == other.Kind
        && Kind switch
        {
            ExpressionValueKind.Text => string.Equals((string)_reference!, (string)other._reference!, StringComparison.Ordinal),
            ExpressionValueKind.List => Values.SequenceEqual(other.Values, StringComparer.Ordinal),
            _ => _number == other._number,
        };

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ExpressionValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        Kind == ExpressionValueKind.List ? HashCode.Combine(Kind, Values.Count) : HashCode.Combine(Kind, _reference, _number);

    /// <summary>The value as readable text: texts and lists as they would be written, null as <c>null</c>.</summary>
    public override string ToString() =>
        Kind switch
        {
            ExpressionValueKind.Null => "null",
            ExpressionValueKind.Ignored => "does not flow",
            ExpressionValueKind.Text => $"\"{Text}\"",
            ExpressionValueKind.List => $"[{string.Join(", ", Values.Select(static v => $"\"{v}\""))}]",
            _ => Text!,
        };
}
