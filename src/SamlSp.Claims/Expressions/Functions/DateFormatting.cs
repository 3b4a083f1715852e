using System.Globalization;

namespace SamlSp.Claims;

/// <summary>FormatDateTime: reads a date by one format and writes it by another (.NET custom date and time formats).</summary>
internal static class DateFormatting
{
    private const DateTimeStyles Default =
        DateTimeStyles.RoundtripKind
        | DateTimeStyles.AllowLeadingWhite
        | DateTimeStyles.AllowTrailingWhite
        | DateTimeStyles.AssumeUniversal;

    /// <summary>Entra's own guides also call it with three arguments, without the styles.</summary>
    public static ExpressionError? Check(CallExpression call) =>
        call.Has(call.Count - 1) && call.Has(call.Count - 2) && call.Count >= 3
            ? null
            : new ExpressionError(
                "FormatDateTime needs an inputFormat and an outputFormat: "
                    + "FormatDateTime(source, dateTimeStyles, inputFormat, outputFormat)",
                call.Position
            );

    public static ExpressionValue FormatDateTime(EvaluationContext context, CallExpression call)
    {
        var source = context.Text(call, 0);
        var styles = call.Count == 4 ? Styles(context, call) : Default;
        var inputFormat = context.Text(call, call.Count - 2) ?? "";
        var outputFormat = context.Text(call, call.Count - 1) ?? "";
        if (string.IsNullOrEmpty(source) || context.Error is not null)
        {
            return ExpressionValue.FromText(source);
        }

        try
        {
            // What is local at Entra is UTC: an offset in the text is converted, its absence means UTC.
            return DateTimeOffset.TryParseExact(source, inputFormat, CultureInfo.InvariantCulture, styles, out var date)
                ? ExpressionValue.FromText(date.UtcDateTime.ToString(outputFormat, CultureInfo.InvariantCulture))
                : context.Fail($"'{source}' is not a date of the form '{inputFormat}'", call.Arguments[0].Position);
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException)
        {
            return context.Fail($"'{outputFormat}' is not a date format", call.Arguments[^1].Position);
        }
    }

    private static DateTimeStyles Styles(EvaluationContext context, CallExpression call)
    {
        var text = context.Text(call, 1);
        if (string.IsNullOrWhiteSpace(text))
        {
            return Default;
        }

        var styles = DateTimeStyles.None;
        foreach (var name in text.Split([',', '|'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var plain = name.StartsWith("DateTimeStyles.", StringComparison.OrdinalIgnoreCase) ? name[15..] : name;
            if (char.IsAsciiLetter(plain[0]) && Enum.TryParse<DateTimeStyles>(plain, ignoreCase: true, out var style))
            {
                styles |= style;
                continue;
            }

            context.Fail($"'{name}' is not one of .NET's DateTimeStyles", call.Arguments[1].Position);
            return Default;
        }

        // The date that stands for a missing one, and the zone that stands for local, are not the machine's to choose.
        return (styles & ~(DateTimeStyles.NoCurrentDateDefault | DateTimeStyles.AssumeLocal)) | DateTimeStyles.AssumeUniversal;
    }
}
