using System.Globalization;

namespace SamlSp.Claims;

/// <summary>Functions that choose between values, and functions that test a value.</summary>
internal static class LogicFunctions
{
    public static ExpressionValue CBool(EvaluationContext context, CallExpression call) =>
        IsTrue(context, call) is { } truth ? ExpressionValue.FromBoolean(truth) : ExpressionValue.Null;

    public static ExpressionValue Iif(EvaluationContext context, CallExpression call) =>
        IsTrue(context, call) is { } truth ? context.Evaluate(call.Arguments[truth ? 1 : 2]) : ExpressionValue.Null;

    public static ExpressionValue Not(EvaluationContext context, CallExpression call) =>
        ExpressionValue.FromBoolean(!string.Equals(context.Text(call, 0)?.Trim(), "True", StringComparison.OrdinalIgnoreCase));

    public static ExpressionValue Coalesce(EvaluationContext context, CallExpression call)
    {
        for (var i = 0; i < call.Count; i++)
        {
            var value = context.Argument(call, i);
            if (value.Kind != ExpressionValueKind.Null)
            {
                return value;
            }
        }

        return ExpressionValue.Null;
    }

    public static ExpressionValue IgnoreFlowIfNullOrEmpty(EvaluationContext context, CallExpression call)
    {
        var value = context.Argument(call, 0);
        return value.IsNullOrEmpty ? ExpressionValue.Ignored : value;
    }

    public static ExpressionValue IsNull(EvaluationContext context, CallExpression call) =>
        ExpressionValue.FromBoolean(context.Argument(call, 0).Kind is ExpressionValueKind.Null or ExpressionValueKind.Ignored);

    public static ExpressionValue IsNullOrEmpty(EvaluationContext context, CallExpression call) =>
        ExpressionValue.FromBoolean(context.Argument(call, 0).IsNullOrEmpty);

    public static ExpressionValue IsPresent(EvaluationContext context, CallExpression call) =>
        ExpressionValue.FromBoolean(!context.Argument(call, 0).IsNullOrEmpty);

    public static ExpressionValue IsString(EvaluationContext context, CallExpression call) =>
        ExpressionValue.FromBoolean(context.Argument(call, 0).Kind == ExpressionValueKind.Text);

    /// <summary>The value flows as it is; only traces show <c>[Redact]</c>.</summary>
    public static ExpressionValue Redact(EvaluationContext context, CallExpression call) => context.Argument(call, 0);

    /// <summary>The first value that the target has not; without a target to ask, the first that is there.</summary>
    public static ExpressionValue SelectUniqueValue(EvaluationContext context, CallExpression call)
    {
        for (var i = 0; i < call.Count; i++)
        {
            var value = context.Text(call, i);
            if (!string.IsNullOrEmpty(value) && context.IsTaken?.Invoke(value) != true)
            {
                return ExpressionValue.FromText(value);
            }
        }

        return context.Fail("every value that SelectUniqueValue could choose is empty or taken", call.Position);
    }

    public static ExpressionValue Switch(EvaluationContext context, CallExpression call)
    {
        var source = context.Text(call, 0) ?? "";
        for (var i = 2; i + 1 < call.Count; i += 2)
        {
            // A key of "" is for the source that is null or empty.
            if (string.Equals(source, context.Text(call, i) ?? "", StringComparison.Ordinal))
            {
                return context.Argument(call, i + 1);
            }
        }

        return context.Argument(call, 1);
    }

    public static ExpressionError? CheckSwitch(CallExpression call) =>
        call.Count % 2 == 0
            ? null
            : new ExpressionError(
                "Switch takes its keys and values in pairs: an even number of arguments in all",
                call.Arguments[^1].Position
            );

    /// <summary>The truth of the first argument; null after an error.</summary>
    private static bool? IsTrue(EvaluationContext context, CallExpression call)
    {
        var part = call.Arguments[0];
        var text = context.Text(call, 0)?.Trim();
        if (context.Error is not null)
        {
            return null;
        }

        if (string.IsNullOrEmpty(text) || text.Equals("False", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        if (text.Equals("True", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        if (decimal.TryParse(text, Style, CultureInfo.InvariantCulture, out var number))
        {
            return number != 0;
        }

        context.Fail($"\"{text}\" is neither True, False nor a number", part.Position);
        return null;
    }
}
