using System.Globalization;

namespace SamlSp.Claims;

/// <summary>Dates. Between functions they travel as text in UTC, <c>M/d/yyyy h:mm:ss tt</c>, as Entra documents it.</summary>
internal static class DateFunctions
{
    private const string Format = "M/d/yyyy h:mm:ss tt";
    private static readonly string[] Intervals = ["yyyy", "m", "d", "ww", "h", "n", "s"];
    private static readonly string[] OffsetDates = ["yyyy-MM-ddzzz", "yyyy-MM-dd'Z'"];

    public static ExpressionValue Now(EvaluationContext context, CallExpression call) => Write(context.Clock.GetUtcNow().UtcDateTime);

    public static ExpressionValue CDate(EvaluationContext context, CallExpression call) =>
        Date(context, call, 0) is { } date ? Write(date) : ExpressionValue.Null;

    public static ExpressionValue DateAdd(EvaluationContext context, CallExpression call)
    {
        var interval = Interval(context, call);
        var value = context.Number(call, 1);
        var date = Date(context, call, 2);
        if (interval is null || value is null || date is null)
        {
            return ExpressionValue.Null;
        }

        try
        {
            var amount = checked((int)value.Value);
            return Write(
                interval switch
                {
                    "yyyy" => date.Value.AddYears(amount),
                    "m" => date.Value.AddMonths(amount),
                    "d" => date.Value.AddDays(amount),
                    "ww" => date.Value.AddDays(7.0 * amount),
                    "h" => date.Value.AddHours(amount),
                    "n" => date.Value.AddMinutes(amount),
                    _ => date.Value.AddSeconds(amount),
                }
            );
        }
        catch (Exception exception) when (exception is ArgumentOutOfRangeException or OverflowException)
        {
            return context.Fail("the date lies outside the years 1 to 9999", call.Arguments[1].Position);
        }
    }

    /// <summary>
    /// As in Visual Basic, whose results Entra's examples show: whole elapsed days, hours, minutes and seconds; for weeks the
    /// Sundays in between; for months and years the difference of the calendar fields.
    /// </summary>
    public static ExpressionValue DateDiff(EvaluationContext context, CallExpression call)
    {
        var interval = Interval(context, call);
        var first = Date(context, call, 1);
        var second = Date(context, call, 2);
        if (interval is null || first is null || second is null)
        {
            return ExpressionValue.Null;
        }

        var (from, to) = (first.Value, second.Value);
        var ticks = to.Ticks - from.Ticks;
        return ExpressionValue.FromNumber(
            interval switch
            {
                "yyyy" => to.Year - from.Year,
                "m" => ((to.Year - from.Year) * 12) + to.Month - from.Month,
                "d" => ticks / TimeSpan.TicksPerDay,
                "ww" => (DayNumber(to) - (int)to.DayOfWeek - DayNumber(from) + (int)from.DayOfWeek) / 7,
                "h" => ticks / TimeSpan.TicksPerHour,
                "n" => ticks / TimeSpan.TicksPerMinute,
                _ => ticks / TimeSpan.TicksPerSecond,
            }
        );
    }

    public static ExpressionValue DateFromNum(EvaluationContext context, CallExpression call)
    {
        var number = context.Number(call, 0);
        if (number is null)
        {
            return ExpressionValue.Null;
        }

        try
        {
            return Write(DateTime.FromFileTimeUtc(number.Value));
        }
        catch (ArgumentOutOfRangeException)
        {
            return context.Fail("this is not a date in Active Directory's form", call.Arguments[0].Position);
        }
    }

    public static ExpressionValue NumFromDate(EvaluationContext context, CallExpression call)
    {
        if (Date(context, call, 0) is not { } date)
        {
            return ExpressionValue.Null;
        }

        return date.Year < 1601
            ? context.Fail("dates in Active Directory's form begin in 1601", call.Arguments[0].Position)
            : ExpressionValue.FromNumber(date.ToFileTimeUtc());
    }

    public static ExpressionError? CheckInterval(CallExpression call) =>
        call.Arguments[0] is TextExpression interval && !Intervals.Contains(interval.Text, StringComparer.OrdinalIgnoreCase)
            ? new ExpressionError(IntervalMessage(interval.Text), interval.Position)
            : null;

    private static long DayNumber(DateTime date) => date.Ticks / TimeSpan.TicksPerDay;

    private static ExpressionValue Write(DateTime date) => ExpressionValue.FromText(date.ToString(Format, CultureInfo.InvariantCulture));

    private static string? Interval(EvaluationContext context, CallExpression call)
    {
        var interval = context.Text(call, 0)?.ToLowerInvariant();
        if (interval is not null && Intervals.Contains(interval, StringComparer.Ordinal))
        {
            return interval;
        }

        context.Fail(IntervalMessage(interval), call.Arguments[0].Position);
        return null;
    }

    private static string IntervalMessage(string? interval) => $"'{interval}' is no interval: {string.Join(", ", Intervals)}";

    /// <summary>An argument as an instant; text without an offset is UTC. Null for null and empty, and after an error.</summary>
    private static DateTime? Date(EvaluationContext context, CallExpression call, int index)
    {
        var text = context.Text(call, index)?.Trim();
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        const DateTimeStyles Style = DateTimeStyles.AssumeUniversal;
        if (
            DateTimeOffset.TryParseExact(text, OffsetDates, CultureInfo.InvariantCulture, Style, out var date)
            || DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, Style, out date)
        )
        {
            return date.UtcDateTime;
        }

        context.Fail($"'{text}' is not a date", call.Arguments[index].Position);
        return null;
    }
}
