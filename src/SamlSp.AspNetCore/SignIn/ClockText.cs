using System.Globalization;

namespace SamlSp.AspNetCore;

/// <summary>Says what both clocks showed, where a message was refused for its times.</summary>
internal static class ClockText
{
    /// <summary>A sentence with the instant of the message and that of this server.</summary>
    /// <param name="isExpired">Whether the instant has passed; otherwise it lies in the future.</param>
    /// <param name="instant">The instant in the message, by the identity provider's clock.</param>
    /// <param name="now">This server's clock.</param>
    /// <param name="skew">How far the clocks may differ.</param>
    public static string Describe(bool isExpired, DateTimeOffset instant, DateTimeOffset now, TimeSpan skew) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"The message is valid {(isExpired ? "until" : "from")} {instant.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC by the identity"
                + $" provider's clock; this server's clock says {now.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC,"
                + $" {Distance((now - instant).Duration())} {(now >= instant ? "later" : "earlier")}."
                + $" {skew.TotalSeconds:0} seconds are allowed."
        );

    /// <summary>
    /// A sentence that says which clock is ahead, where the instant at which a genuine message was issued proves it; null otherwise.
    /// </summary>
    /// <param name="issuedAt">When it was issued, by the identity provider's clock; null when it was not found to be genuine.</param>
    /// <param name="askedAt">When the request was sent that it answers, by this server's clock; null when it is not known.</param>
    /// <param name="now">This server's clock.</param>
    public static string? Apart(DateTimeOffset? issuedAt, DateTimeOffset? askedAt, DateTimeOffset now) =>
        issuedAt - now is { } early && early > ClockHealthCheck.Tolerated
            ? $"So this server's clock is at least {Distance(early)} behind the identity provider's."
        : askedAt - issuedAt is { } late && late > ClockHealthCheck.Tolerated
            ? $"It is older than its request: this server's clock is at least {Distance(late)} ahead of the identity provider's."
        : null;

    private static string Distance(TimeSpan distance) =>
        distance < TimeSpan.FromMinutes(2) ? string.Create(CultureInfo.InvariantCulture, $"{distance.TotalSeconds:0} seconds")
        : distance < TimeSpan.FromHours(2) ? string.Create(CultureInfo.InvariantCulture, $"{distance.TotalMinutes:0} minutes")
        : distance < TimeSpan.FromDays(2) ? string.Create(CultureInfo.InvariantCulture, $"{distance.TotalHours:0} hours")
        : string.Create(CultureInfo.InvariantCulture, $"{distance.TotalDays:0} days");
}
