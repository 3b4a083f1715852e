namespace SamlSp.AspNetCore;

/// <summary>
/// When metadata is read again: every hour, earlier if its cacheDuration or validUntil says so, with jitter so that nodes do not ask at the
/// same time. After a failure sooner, then less and less often.
/// </summary>
internal static class MetadataSchedule
{
    public static readonly TimeSpan Usual = TimeSpan.FromHours(1);
    public static readonly TimeSpan AtMostEvery = TimeSpan.FromMinutes(5);

    public static DateTimeOffset AfterSuccess(DateTimeOffset now, IdentityProvider provider)
    {
        var wait = Min(Usual, provider.Metadata.CacheDuration ?? Usual);
        if (provider.UsableUntil is { } until && until > now)
        {
            wait = Min(wait, (until - now) * 0.75);
        }

        return now + Jitter(Max(wait, AtMostEvery));
    }

    /// <summary>The same where the identity provider says nothing of it.</summary>
    public static DateTimeOffset AfterSuccess(DateTimeOffset now) => now + Jitter(Usual);

    public static DateTimeOffset AfterFailure(DateTimeOffset now, int failures) =>
        now + Jitter(Min(Usual, AtMostEvery * Math.Pow(2, Math.Clamp(failures - 1, 0, 8))));

    private static TimeSpan Jitter(TimeSpan wait) => wait * (0.9 + (Random.Shared.NextDouble() * 0.2));

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
