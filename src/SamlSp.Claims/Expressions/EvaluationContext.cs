using System.Globalization;
using System.Text.RegularExpressions;

namespace SamlSp.Claims;

/// <summary>One evaluation: what it reads, what went wrong first, and the trace when one is wanted.</summary>
internal sealed class EvaluationContext(
    AttributeSource attributes,
    TimeProvider clock,
    Func<string, bool>? isTaken,
    List<ExpressionTraceStep>? trace
)
{
    private const int MaximumMessage = 300;
    private readonly RegexBudget _regexes = new(ExpressionLimits.Regexes, TimeProvider.System);
    private int _depth;
    private int _redacted;
    private string? _note;

    public ExpressionError? Error { get; private set; }

    /// <summary>A part that must not flow was used inside a function: the whole does not flow.</summary>
    public bool IsIgnored { get; private set; }

    public TimeProvider Clock => clock;

    /// <summary>Whether a value is already taken in the target; null when there is no target to ask.</summary>
    public Func<string, bool>? IsTaken => isTaken;

    public AttributeSource Attributes => attributes;

    /// <summary>Computes a part's value: within the limits, and with a step in the trace where one is wanted.</summary>
    public ExpressionValue Evaluate(Expression expression)
    {
        if (Error is not null)
        {
            return ExpressionValue.Null;
        }

        // (1) The step's place in the trace, before those of its parts. What is written out needs no explanation.
        var steps = expression is OmittedExpression or TextExpression or NumberExpression or KeywordExpression ? null : trace;
        var (index, depth, outer) = (steps?.Count ?? 0, _depth, _note);
        if (steps is not null)
        {
            steps.Add(new ExpressionTraceStep("", 0, 0, "", null));
            _redacted += expression.Redacts ? 1 : 0;
            (_depth, _note) = (depth + 1, null);
        }

        // (2) The value.
        var value = expression.Compute(this);
        if (
            (value.Kind == ExpressionValueKind.Text && value.Text!.Length > ExpressionLimits.ValueLength)
            || (value.Kind == ExpressionValueKind.List && value.Values.Count > ExpressionLimits.ListCount)
        )
        {
            value = TooLong(expression);
        }

        // (3) The step itself.
        if (steps is not null)
        {
            var shown =
                _redacted > 0 ? "[Redact]"
                : Error is not null ? "no value"
                : value.ToString();
            steps[index] = new ExpressionTraceStep(expression.Canonical, expression.Position, depth, shown, _note);
            _redacted -= expression.Redacts ? 1 : 0;
            (_depth, _note) = (depth, outer);
        }

        return value;
    }

    public ExpressionValue Argument(CallExpression call, int index) =>
        call.Has(index) ? Evaluate(call.Arguments[index]) : ExpressionValue.Null;

    /// <summary>An argument as one text; null when it is null or left out.</summary>
    public string? Text(CallExpression call, int index) =>
        call.Has(index) ? Single(Evaluate(call.Arguments[index]), call.Arguments[index]).Text : null;

    /// <summary>An argument as a whole number, which may stand in quotes; null when it is null, empty or left out.</summary>
    public long? Number(CallExpression call, int index)
    {
        if (!call.Has(index))
        {
            return null;
        }

        var value = Single(Evaluate(call.Arguments[index]), call.Arguments[index]);
        if (value.Kind == ExpressionValueKind.Number)
        {
            return value.NumberValue;
        }

        var text = value.Text?.Trim();
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        if (
            text.StartsWith("&H", StringComparison.OrdinalIgnoreCase)
            && ulong.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var bits)
        )
        {
            return unchecked((long)bits);
        }

        Fail($"{call.Function.Name} needs a whole number here, not {value}", call.Arguments[index].Position);
        return null;
    }

    /// <summary>The one value; a list of several is a mistake, since Entra documents no meaning for it.</summary>
    public ExpressionValue Single(ExpressionValue value, Expression part)
    {
        switch (value.Kind)
        {
            case ExpressionValueKind.Ignored:
                IsIgnored = true;
                return ExpressionValue.Null;
            case ExpressionValueKind.List when value.Values.Count == 1:
                return ExpressionValue.FromText(value.Values[0]);
            case ExpressionValueKind.List:
                return Fail($"one value is needed here, not {value.Values.Count}: use Item or Join", part.Position);
            default:
                return value;
        }
    }

    public ExpressionValue Fail(string message, int position)
    {
        // A message may quote a value, and a value may be long.
        Error ??= new ExpressionError(message.Length > MaximumMessage ? $"{message[..MaximumMessage]}…" : message, position);
        return ExpressionValue.Null;
    }

    /// <summary>Says something about the part that is being computed.</summary>
    public void Note(string note) => _note = trace is null ? null : note;

    /// <summary>Runs a regular expression within the evaluation's budget; false after an error.</summary>
    public bool TryMatch<T>(Func<T> run, Expression part, out T? result)
    {
        result = default;
        try
        {
            _regexes.Check();
            result = run();
            return Error is null;
        }
        catch (RegexMatchTimeoutException)
        {
            Fail("the regular expression took too long", part.Position);
            return false;
        }
    }

    public ExpressionValue TooLong(Expression part) =>
        Fail(
            $"the value gets too long: more than {ExpressionLimits.ValueLength} characters or {ExpressionLimits.ListCount} values",
            part.Position
        );
}
