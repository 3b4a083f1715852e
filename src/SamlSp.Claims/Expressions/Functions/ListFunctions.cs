using System.Text;

namespace SamlSp.Claims;

/// <summary>Functions over attributes with several values.</summary>
internal static class ListFunctions
{
    public static ExpressionValue Count(EvaluationContext context, CallExpression call) =>
        ExpressionValue.FromNumber(context.Argument(call, 0).Values.Count);

    public static ExpressionValue Item(EvaluationContext context, CallExpression call)
    {
        var values = context.Argument(call, 0).Values;
        var index = context.Number(call, 1) ?? 1;
        if (index < 1)
        {
            return context.Fail("Item counts from 1", call.Arguments[1].Position);
        }

        return index > values.Count ? ExpressionValue.Null : ExpressionValue.FromText(values[(int)index - 1]);
    }

    /// <summary>Null and empty values are left out, so that no separator stands beside nothing.</summary>
    public static ExpressionValue Join(EvaluationContext context, CallExpression call)
    {
        var separator = context.Text(call, 0) ?? "";
        var joined = new StringBuilder();
        var isFirst = true;
        for (var i = 1; i < call.Count; i++)
        {
            var value = context.Argument(call, i);
            if (value.Kind == ExpressionValueKind.Ignored)
            {
                context.Single(value, call);
            }

            foreach (var part in value.Values)
            {
                if (part.Length == 0)
                {
                    continue;
                }

                if (!isFirst)
                {
                    joined.Append(separator);
                }

                isFirst = false;
                joined.Append(part);
                if (joined.Length > ExpressionLimits.ValueLength)
                {
                    return context.TooLong(call);
                }
            }
        }

        return ExpressionValue.FromText(joined.ToString());
    }

    public static ExpressionValue RemoveDuplicates(EvaluationContext context, CallExpression call)
    {
        var value = context.Argument(call, 0);
        return value.Kind == ExpressionValueKind.List
            ? ExpressionValue.FromList([.. value.Values.Distinct(StringComparer.Ordinal)])
            : value;
    }

    public static ExpressionValue Split(EvaluationContext context, CallExpression call)
    {
        var text = context.Text(call, 0);
        var delimiter = context.Text(call, 1);
        if (string.IsNullOrEmpty(delimiter))
        {
            return context.Fail("Split needs a delimiter", call.Arguments[1].Position);
        }

        return text is null ? ExpressionValue.Null : ExpressionValue.FromList(text.Split(delimiter, StringSplitOptions.TrimEntries));
    }
}
