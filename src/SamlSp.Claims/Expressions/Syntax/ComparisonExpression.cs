using System.Globalization;

namespace SamlSp.Claims;

/// <summary>
/// <c>left = right</c> in the condition of <c>IIF</c> or in <c>CBool</c>. Numerically when both sides read as numbers,
/// else by code unit, case-sensitively. As Entra documents it, the check fails (is false) when a source attribute in it is
/// null or empty, except where emptiness itself is what is asked: a comparison with <c>""</c>.
/// </summary>
internal sealed class ComparisonExpression : Expression
{
    private const NumberStyles Whole = NumberStyles.AllowLeadingSign;
    private const NumberStyles Decimal = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
    private readonly string[] _needed;
    private readonly Expression? _askedForEmptiness;

    public ComparisonExpression(int position, Expression left, ComparisonOperator comparison, Expression right)
        : base(position)
    {
        (Left, Operator, Right) = (left, comparison, right);
        if (comparison is ComparisonOperator.Equal or ComparisonOperator.NotEqual)
        {
            _askedForEmptiness =
                right is TextExpression { Text: "" } ? left
                : left is TextExpression { Text: "" } ? right
                : null;
        }

        _needed = [.. NeededAttributes(left), .. NeededAttributes(right)];
    }

    public Expression Left { get; }

    public ComparisonOperator Operator { get; }

    public Expression Right { get; }

    public override IEnumerable<Expression> Parts => [Left, Right];

    public override ExpressionValue Compute(EvaluationContext context)
    {
        if (_askedForEmptiness is not null)
        {
            var asked = context.Evaluate(_askedForEmptiness);
            return ExpressionValue.FromBoolean(asked.IsNullOrEmpty == (Operator == ComparisonOperator.Equal));
        }

        foreach (var name in _needed)
        {
            if (!context.Attributes.Get(name).IsNullOrEmpty)
            {
                continue;
            }

            context.Note($"the check fails: [{name}] has no value");
            return ExpressionValue.FromBoolean(false);
        }

        var left = context.Evaluate(Left);
        var right = context.Evaluate(Right);
        if (
            left.Kind == ExpressionValueKind.List && (left = context.Single(left, Left)).Kind == ExpressionValueKind.Null
            || right.Kind == ExpressionValueKind.List && (right = context.Single(right, Right)).Kind == ExpressionValueKind.Null
            || left.Kind is ExpressionValueKind.Null or ExpressionValueKind.Ignored
            || right.Kind is ExpressionValueKind.Null or ExpressionValueKind.Ignored
        )
        {
            context.Note("the check fails: one side has no value");
            return ExpressionValue.FromBoolean(false);
        }

        // Whole numbers, the usual case, are not written out as text only to be read again.
        var (one, other) = (left.NumberValue, right.NumberValue);
        var areWhole =
            (left.Kind == ExpressionValueKind.Number || long.TryParse(left.Text, Whole, CultureInfo.InvariantCulture, out one))
            && (right.Kind == ExpressionValueKind.Number || long.TryParse(right.Text, Whole, CultureInfo.InvariantCulture, out other));
        var order =
            areWhole ? one.CompareTo(other)
            : decimal.TryParse(left.Text, Decimal, CultureInfo.InvariantCulture, out var first)
            && decimal.TryParse(right.Text, Decimal, CultureInfo.InvariantCulture, out var second)
                ? first.CompareTo(second)
            : string.CompareOrdinal(left.Text, right.Text);
        return ExpressionValue.FromBoolean(
            Operator switch
            {
                ComparisonOperator.Equal => order == 0,
                ComparisonOperator.NotEqual => order != 0,
                ComparisonOperator.Less => order < 0,
                ComparisonOperator.LessOrEqual => order <= 0,
                ComparisonOperator.Greater => order > 0,
                _ => order >= 0,
            }
        );
    }

    /// <summary>
    /// The attributes that must have a value for the check to mean anything: not those below a function that handles missing values.
    /// </summary>
    private static IEnumerable<string> NeededAttributes(Expression part) =>
        part switch
        {
            AttributeExpression attribute => [attribute.Name],
            CallExpression { Function.TakesNull: true } => [],
            _ => part.Parts.SelectMany(NeededAttributes),
        };
}
