using System.Globalization;

namespace SamlSp.AspNetCore;

/// <summary>
/// Durations as users write them. <see cref="TimeSpan.Parse(string, IFormatProvider)"/> reads <c>24:00:00</c> as 24 days, because an hour
/// is at most 23; here it is 24 hours.
/// </summary>
internal static class Duration
{
    /// <summary>Reads <c>hours:minutes:seconds</c>, with any number of hours, or .NET's <c>days.hours:minutes:seconds</c>.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        var parts = text.Split(':');
        if (
            parts.Length == 3
            && !parts[0].Contains('.', StringComparison.Ordinal)
            && parts.All(p => p.Length is > 0 and <= 5 && p.All(char.IsAsciiDigit))
        )
        {
            var (hours, minutes, seconds) = (Number(parts[0]), Number(parts[1]), Number(parts[2]));
            if (minutes > 59 || seconds > 59)
            {
                return false;
            }

            duration = new TimeSpan(hours, minutes, seconds);
            return true;
        }

        return parts.Length == 3 && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out duration);
    }

    /// <summary>Writes a duration as <c>hours:minutes:seconds</c>.</summary>
    public static string ToText(TimeSpan duration) =>
        string.Create(CultureInfo.InvariantCulture, $"{(int)duration.TotalHours:00}:{duration.Minutes:00}:{duration.Seconds:00}");

    private static int Number(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);
}
