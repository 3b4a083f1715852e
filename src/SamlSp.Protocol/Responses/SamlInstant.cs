namespace SamlSp.Protocol;

/// <summary>
/// SAML's time values: xs:dateTime in UTC, written with <c>Z</c> (SAML Core 1.3.3). Fractions of a second may have any length and are cut
/// off at 100 ns; <c>24:00:00</c> is the midnight at the end of the day (XML Schema 1.1 part 2, 3.3.7). Time zones, leap seconds and years
/// of other than four digits are refused.
/// </summary>
internal static class SamlInstant
{
    public static bool TryParse(ReadOnlySpan<byte> text, out DateTimeOffset instant)
    {
        // (1) The fixed characters.
        instant = default;
        if (
            text.Length < 20
            || text[^1] != 'Z'
            || text[4] != '-'
            || text[7] != '-'
            || text[10] != 'T'
            || text[13] != ':'
            || text[16] != ':'
        )
        {
            return false;
        }

        // (2) The numbers.
        if (
            !TryNumber(text[..4], out var year)
            || !TryNumber(text[5..7], out var month)
            || !TryNumber(text[8..10], out var day)
            || !TryNumber(text[11..13], out var hour)
            || !TryNumber(text[14..16], out var minute)
            || !TryNumber(text[17..19], out var second)
            || !TryFraction(text[19..^1], out var ticks)
        )
        {
            return false;
        }

        // (3) Their ranges.
        var isMidnightAtTheEnd = hour == 24 && minute == 0 && second == 0 && ticks == 0;
        if (
            year < 1
            || month is < 1 or > 12
            || day < 1
            || day > DateTime.DaysInMonth(year, month)
            || (hour > 23 && !isMidnightAtTheEnd)
            || minute > 59
            || second > 59
        )
        {
            return false;
        }

        // (4) The sum, which 24:00:00 on the last day of the calendar would overflow.
        var total =
            new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc).Ticks
            + (hour * TimeSpan.TicksPerHour)
            + (minute * TimeSpan.TicksPerMinute)
            + (second * TimeSpan.TicksPerSecond)
            + ticks;
        if (total > DateTime.MaxValue.Ticks)
        {
            return false;
        }

        instant = new(total, TimeSpan.Zero);
        return true;
    }

    /// <summary>The instant that much later; the last one that can be expressed when that is past it.</summary>
    public static DateTimeOffset Add(DateTimeOffset instant, TimeSpan span) =>
        span > DateTimeOffset.MaxValue - instant ? DateTimeOffset.MaxValue : instant + span;

    private static bool TryFraction(ReadOnlySpan<byte> text, out long ticks)
    {
        ticks = 0;
        if (text.IsEmpty)
        {
            return true;
        }

        if (text[0] != '.' || text.Length == 1)
        {
            return false;
        }

        var unit = TimeSpan.TicksPerSecond;
        foreach (var digit in text[1..])
        {
            if (!char.IsAsciiDigit((char)digit))
            {
                return false;
            }

            unit /= 10;
            ticks += (digit - '0') * unit;
        }

        return true;
    }

    private static bool TryNumber(ReadOnlySpan<byte> digits, out int number)
    {
        number = 0;
        foreach (var digit in digits)
        {
            if (!char.IsAsciiDigit((char)digit))
            {
                return false;
            }

            number = (number * 10) + digit - '0';
        }

        return true;
    }
}
