using System.Text;
using System.Text.RegularExpressions;

namespace SamlSp.Claims;

/// <summary>Replace, whose meaning depends on which arguments are given; Entra documents five modes.</summary>
internal static class ReplaceFunction
{
    private const int Source = 0;
    private const int OldValue = 1;
    private const int Pattern = 2;
    private const int GroupName = 3;
    private const int NewValue = 4;
    private const int NewAttribute = 5;
    private const int Template = 6;

    public static ExpressionError? Check(CallExpression call)
    {
        if (!call.Has(OldValue) && !call.Has(Pattern))
        {
            return new ExpressionError("Replace needs an oldValue or a regexPattern", call.Position);
        }

        if (call.Has(GroupName) && !call.Has(Pattern))
        {
            return new ExpressionError("a regexGroupName needs a regexPattern", call.Arguments[GroupName].Position);
        }

        if (!call.Has(NewValue) && !call.Has(NewAttribute) && !(call.Has(OldValue) && call.Has(Template)))
        {
            return new ExpressionError(
                "Replace needs a replacementValue, a replacementAttributeName or, with an oldValue, a template",
                call.Position
            );
        }

        if (!call.Has(Pattern) || call.Arguments[Pattern] is not TextExpression pattern)
        {
            return null;
        }

        if (!BoundedRegex.TryCreate(pattern.Text, out var regex, out var error))
        {
            return new ExpressionError(error, pattern.Position);
        }

        call.Pattern = regex;
        return call.Has(GroupName) && call.Arguments[GroupName] is TextExpression group && regex.GroupNumberFromName(group.Text) < 0
            ? new ExpressionError($"the pattern has no group '{group.Text}'", group.Position)
            : null;
    }

    public static ExpressionValue Replace(EvaluationContext context, CallExpression call)
    {
        var source = context.Text(call, Source);
        if (call.Has(OldValue))
        {
            if (source is null)
            {
                return ExpressionValue.Null;
            }

            var old = context.Text(call, OldValue) ?? "";
            return call.Has(Template)
                ? Plainly(context, call, context.Text(call, Template), old, source)
                : Plainly(context, call, source, old, Replacement(context, call));
        }

        if (call.Has(GroupName) && !call.Has(NewValue) && !string.IsNullOrEmpty(source))
        {
            return ExpressionValue.FromText(source);
        }

        var regex = call.Pattern ?? Compile(context, call);
        if (regex is null)
        {
            return ExpressionValue.Null;
        }

        if (!call.Has(GroupName))
        {
            return source is null ? ExpressionValue.Null : EveryMatch(context, call, regex, source, Replacement(context, call));
        }

        var group = context.Text(call, GroupName) ?? "";
        return call.Has(NewValue)
            ? source is null
                ? ExpressionValue.Null
                : EveryGroup(context, call, regex, source, group)
            : FromOther(context, call, regex, group);
    }

    private static string Replacement(EvaluationContext context, CallExpression call) =>
        context.Text(call, call.Has(NewValue) ? NewValue : NewAttribute) ?? "";

    private static Regex? Compile(EvaluationContext context, CallExpression call)
    {
        if (BoundedRegex.TryCreate(context.Text(call, Pattern) ?? "", out var regex, out var error))
        {
            return regex;
        }

        context.Fail(error, call.Arguments[Pattern].Position);
        return null;
    }

    private static ExpressionValue Plainly(EvaluationContext context, CallExpression call, string? text, string old, string replacement)
    {
        if (text is null || old.Length == 0)
        {
            return ExpressionValue.FromText(text);
        }

        if (replacement.Length > old.Length)
        {
            // Count before building: nested replacements would else multiply.
            long count = 0;
            for (
                var at = text.IndexOf(old, StringComparison.Ordinal);
                at >= 0;
                at = text.IndexOf(old, at + old.Length, StringComparison.Ordinal)
            )
            {
                count++;
            }

            if (text.Length + (count * (replacement.Length - old.Length)) > ExpressionLimits.ValueLength)
            {
                return context.TooLong(call);
            }
        }

        return ExpressionValue.FromText(text.Replace(old, replacement, StringComparison.Ordinal));
    }

    /// <summary>Each match gives way to the replacement, in which <c>${group}</c> stands for what a group found.</summary>
    private static ExpressionValue EveryMatch(
        EvaluationContext context,
        CallExpression call,
        Regex regex,
        string source,
        string replacement
    )
    {
        // Count before building: a group may have found all of the source.
        if ((long)replacement.AsSpan().Count('$') * source.Length > ExpressionLimits.BuiltLength)
        {
            return context.TooLong(call);
        }

        return Rewrite(
            context,
            call,
            regex,
            source,
            (match, result) => (match.Index, match.Length, result.Append(match.Result(replacement)))
        );
    }

    /// <summary>In each match only the group's text gives way.</summary>
    private static ExpressionValue EveryGroup(EvaluationContext context, CallExpression call, Regex regex, string source, string group)
    {
        var replacement = context.Text(call, NewValue) ?? "";
        return Rewrite(
            context,
            call,
            regex,
            source,
            (match, result) =>
                match.Groups[group] is { Success: true } found
                    ? (found.Index, found.Length, result.Append(source, match.Index, found.Index - match.Index).Append(replacement))
                    : (match.Index, 0, result)
        );
    }

    private static ExpressionValue FromOther(EvaluationContext context, CallExpression call, Regex regex, string group)
    {
        var other = context.Text(call, NewAttribute);
        if (other is null || !context.TryMatch(() => regex.Match(other), call.Arguments[Pattern], out var match))
        {
            return ExpressionValue.Null;
        }

        return ExpressionValue.FromText(match!.Groups[group] is { Success: true } found ? found.Value : null);
    }

    /// <summary>Goes through the matches. The step appends what comes in and says which stretch of the source went out.</summary>
    private static ExpressionValue Rewrite(
        EvaluationContext context,
        CallExpression call,
        Regex regex,
        string source,
        Func<Match, StringBuilder, (int Index, int Length, StringBuilder Result)> step
    )
    {
        var result = new StringBuilder();
        var done = context.TryMatch(
            () =>
            {
                var at = 0;
                for (var match = regex.Match(source); match.Success; match = match.NextMatch())
                {
                    result.Append(source, at, match.Index - at);
                    var (index, length, _) = step(match, result);
                    at = index + length;
                    if (result.Length <= ExpressionLimits.ValueLength)
                    {
                        continue;
                    }

                    context.TooLong(call);
                    return false;
                }

                result.Append(source, at, source.Length - at);
                return true;
            },
            call.Arguments[Pattern],
            out _
        );
        return done ? ExpressionValue.FromText(result.ToString()) : ExpressionValue.Null;
    }
}
