namespace SamlSp.AspNetCore;

/// <summary>How many attempts of an hour ended in one way.</summary>
/// <param name="Hour">The start of the hour, UTC.</param>
/// <param name="Code">The refusal's code; null for accepted ones.</param>
/// <param name="Count">How many.</param>
internal sealed record SignInTraceCount(DateTimeOffset Hour, string? Code, int Count)
{
    /// <summary>The start of the hour that an instant is in, UTC.</summary>
    public static DateTimeOffset HourOf(DateTimeOffset at) => new(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero);
}
