using System.Diagnostics;
using System.Text;

namespace SamlSp.AspNetCore;

/// <summary>Turns an attempt into the entry that is kept: values masked, the message and the values of a marked attempt beside it for a while.</summary>
internal sealed class SignInTraceRecorder(SignInTraceWriter writer, TimeProvider clock)
{
    /// <summary>Attempts that proved nobody's, kept in a minute: strangers must not fill the store.</summary>
    public const int UnprovenPerMinute = 600;

    private const int LongestMessage = 256 * 1024;
    private static readonly IReadOnlyDictionary<string, IReadOnlyList<string>> NoClaims = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);

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
            Claims = new MaskedClaims(claims ?? NoClaims),
            Rules = new MaskedRules(trace.Identity?.Trace ?? []),
            Detail = attempt.Pending is { Marked: true } ? Detail(attempt, claims, now) : null,
        });
    }

    private static SignInTraceDetail Detail(SignInAttempt attempt, IReadOnlyDictionary<string, IReadOnlyList<string>>? claims, DateTimeOffset now) => new()
    {
        Until = now + attempt.Options.SignInTrace.DetailRetention,
        Xml = attempt.Trace.Message is { } message ? Decode(message) : null,
        Claims = claims ?? NoClaims,
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
