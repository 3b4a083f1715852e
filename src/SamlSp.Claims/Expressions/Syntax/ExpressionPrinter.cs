using System.Text;

namespace SamlSp.Claims;

/// <summary>Writes a syntax tree in canonical form: one space after a comma and around an operator, names as documented.</summary>
internal static class ExpressionPrinter
{
    public static string Print(Expression expression)
    {
        var text = new StringBuilder();
        Write(text, expression);
        return text.ToString();
    }

    public static string Symbol(ComparisonOperator comparison) =>
        comparison switch
        {
            ComparisonOperator.Equal => "=",
            ComparisonOperator.NotEqual => "<>",
            ComparisonOperator.Less => "<",
            ComparisonOperator.LessOrEqual => "<=",
            ComparisonOperator.Greater => ">",
            _ => ">=",
        };

    private static void Write(StringBuilder text, Expression expression)
    {
        switch (expression)
        {
            case TextExpression literal:
                text.Append('"')
                    .Append(literal.Text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal))
                    .Append('"');
                break;
            case NumberExpression number:
                text.Append(number.Written);
                break;
            case AttributeExpression attribute:
                text.Append('[').Append(attribute.Name).Append(']');
                break;
            case KeywordExpression keyword:
                text.Append(keyword.Word);
                break;
            case ComparisonExpression comparison:
                Write(text, comparison.Left);
                text.Append(' ').Append(Symbol(comparison.Operator)).Append(' ');
                Write(text, comparison.Right);
                break;
            case CallExpression call:
                text.Append(call.Function.Name).Append('(');
                for (var i = 0; i < call.Count; i++)
                {
                    if (i > 0)
                    {
                        text.Append(", ");
                    }

                    Write(text, call.Arguments[i]);
                }

                text.Append(')');
                break;
        }
    }
}
