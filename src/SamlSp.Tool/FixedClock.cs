using System.CommandLine;
using System.Globalization;

namespace SamlSp.Tool;

/// <summary>The instant to judge at, where a call names one.</summary>
internal sealed class FixedClock(DateTimeOffset now) : TimeProvider
{
    /// <summary>The option <c>--now TIMESTAMP</c>.</summary>
    public static Option<string?> CreateOption() =>
        new("--now") { Description = "The instant to judge at, ISO 8601 UTC; default the clock.", HelpName = "TIMESTAMP" };

    /// <summary>The clock of a call.</summary>
    public static TimeProvider From(string? timestamp)
    {
        if (timestamp is null)
        {
            return System;
        }

        const DateTimeStyles Style = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        string[] formats = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd"];
        return DateTimeOffset.TryParseExact(timestamp, formats, CultureInfo.InvariantCulture, Style, out var now)
            ? new FixedClock(now)
            : throw new UsageException($"--now '{timestamp}' is not an instant such as 2026-11-22T06:00:00Z");
    }

    public override DateTimeOffset GetUtcNow() => now;
}
