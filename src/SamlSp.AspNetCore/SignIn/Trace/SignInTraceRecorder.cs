using System.Diagnostics;
using System.Text;

namespace SamlSp.AspNetCore;

/// <summary>Turns an attempt into the entry that is kept: values masked, the message and the values of a marked attempt beside it for a while.</summary>
internal sealed class SignInTraceRecorder(SignInTraceWriter writer, TimeProvider clock)
{
    /// <summary>Attempts that proved nobody's, kept in a minute: strangers must not fill the store.</summary>
    public const int UnprovenPerMinute = 600;

    private const int LongestMessage = 256 * 1024;
    private readonly Lock _lock = new();
    private (long Minute, int Count) _unproven;

    public void Record(SignInAttempt attempt, SignInOutcome outcome, long started)
    {
        var (trace, now) = (attempt.Trace, clock.GetUtcNow());
        if (trace.Verified is null && trace.Assertion is null && !MayKeepUnproven(now)) return;
        var claims = trace.Verified?.Claims ?? trace.Assertion?.Attributes;
        writer.Add(new()
        {
            Reference = trace.Reference,
            At = now,
            Organization = outcome.Organization?.Name ?? attempt.Pending?.Organization ?? trace.Claimed?.Name,
            Code = outcome.Session is null ? outcome.Code : null,
            Reason = outcome.Session is null ? outcome.Reason : null,
            IdentityProviderError = trace.IdentityProviderError,
            UserId = outcome.Session?.UserId,
            Milliseconds = Math.Round(Stopwatch.GetElapsedTime(started).TotalMilliseconds, 1),
            Checks = trace.Checks,
            Claims = claims?.ToDictionary(c => c.Key, c => Masked(c.Value), StringComparer.Ordinal) ?? new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal),
            Rules = [.. (trace.Identity?.Trace ?? []).Select(step => $"{step.Step}: {(step.Outcome is null ? "(nothing)" : Mask(step.Outcome))}")],
            Detail = attempt.Pending is { Marked: true } ? Detail(attempt, claims, now) : null,
        });
    }

    /// <summary>The first character and the length: enough to see that something is there and of the right form, too little to know a person by.</summary>
    public static string Mask(string value) => value.Length == 0 ? "" : $"{value[..(char.IsHighSurrogate(value[0]) && value.Length > 1 ? 2 : 1)]}… ({value.Length})";

    private static IReadOnlyList<string> Masked(IReadOnlyList<string> values) => values.Count <= 10 ? [.. values.Select(Mask)] : [.. values.Take(10).Select(Mask), $"… {values.Count} in all"];

    private static SignInTraceDetail Detail(SignInAttempt attempt, IReadOnlyDictionary<string, IReadOnlyList<string>>? claims, DateTimeOffset now) => new()
    {
        Until = now + attempt.Options.SignInTrace.DetailRetention,
        Xml = attempt.Trace.Message is { } message ? Decode(message) : null,
        Claims = claims ?? new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal),
    };

    private static string? Decode(string formValue)
    {
        var octets = new byte[formValue.Length];
        return Convert.TryFromBase64String(formValue, octets, out var written) && written <= LongestMessage ? Encoding.UTF8.GetString(octets, 0, written) : null;
    }

    private bool MayKeepUnproven(DateTimeOffset now)
    {
        lock (_lock)
        {
            var minute = now.UtcTicks / TimeSpan.TicksPerMinute;
            _unproven = _unproven.Minute == minute ? (minute, _unproven.Count + 1) : (minute, 1);
            return _unproven.Count <= UnprovenPerMinute;
        }
    }
}
