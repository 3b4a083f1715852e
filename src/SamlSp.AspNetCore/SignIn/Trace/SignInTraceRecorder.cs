using System.Diagnostics;
using System.Text;
using Microsoft.AspNetCore.Http;
using SamlSp.Protocol;

namespace SamlSp.AspNetCore;

/// <summary>
/// Turns an attempt into the entry that is kept: values masked, the message and the values of a marked attempt beside it for a while.
/// </summary>
internal sealed class SignInTraceRecorder(SignInTraceWriter writer, TimeProvider clock)
{
    /// <summary>Attempts that proved nobody's, kept in a minute: strangers must not fill the store.</summary>
    public const int UnprovenPerMinute = 600;

    /// <summary>
    /// Bytes of the messages of such attempts, as they were sent, kept in a minute where they are marked: anybody can mark.
    /// </summary>
    public const int UnprovenBytesPerMinute = 256 * 1024;

    private const int MaxUserAgent = 300;
    private const int MaxMessageLength = 256 * 1024;
    private static readonly IReadOnlyDictionary<string, IReadOnlyList<string>> NoClaims = new Dictionary<string, IReadOnlyList<string>>(
        StringComparer.Ordinal
    );

    private readonly Lock _lock = new();
    private (long Minute, int Count, int Bytes) _unproven;

    public void Record(SignInAttempt attempt, SignInOutcome outcome)
    {
        var (trace, now) = (attempt.Trace, clock.GetUtcNow());
        // A genuine message proves something once; whoever has it can send it again without end.
        var isProven = outcome.Code != RefusalCodes.Replayed && (trace.Verified is not null || trace.Assertion is not null);
        var (isKept, withMessage) = isProven ? (true, true) : MayKeepUnproven(now, trace.Message?.Length ?? 0);
        if (!isKept)
        {
            return;
        }

        var claims = trace.Verified?.Claims ?? trace.Assertion?.Attributes;
        writer.Add(
            new()
            {
                Reference = trace.Reference,
                At = now,
                Organization = outcome.Organization?.Name ?? attempt.NamedOrganization,
                Code = outcome.Session is null ? outcome.Code : null,
                Reason = outcome.Session is null ? outcome.Reason : null,
                IdentityProviderError = trace.IdentityProviderError,
                UserId = outcome.Session?.UserId ?? trace.UserId,
                Session = outcome.Session is { } session ? SessionReference.FromId(session.Id) : null,
                Address = isProven ? attempt.Sp.Http.Connection.RemoteIpAddress?.ToString() : null,
                UserAgent = isProven ? UserAgent(attempt.Sp.Request) : null,
                Milliseconds = Math.Round(Stopwatch.GetElapsedTime(attempt.Started).TotalMilliseconds, 1),
                Checks = trace.Checks,
                Claims = new MaskedClaims(claims ?? NoClaims),
                Rules = new MaskedRules(trace.Steps),
                Values = isProven ? Values(trace, claims) : null,
                Detail = attempt.Pending is { Marked: true } && withMessage ? Detail(attempt, claims, now) : null,
            }
        );
    }

    private static string? UserAgent(HttpRequest request)
    {
        var text = request.Headers.UserAgent.ToString();
        return text.Length == 0 ? null
            : text.Length <= MaxUserAgent ? text
            : text[..MaxUserAgent];
    }

    private static SignInTraceValues Values(SignInTrace trace, IReadOnlyDictionary<string, IReadOnlyList<string>>? claims) =>
        new()
        {
            NameId = trace.Identity?.NameId ?? trace.Verified?.NameId.Value ?? trace.Assertion?.NameId.Value,
            DisplayName = trace.Identity?.DisplayName,
            Claims = claims ?? NoClaims,
            Steps = trace.Steps,
        };

    /// <summary>
    /// Keeps a refusal that is not that of an answer: a connection that is disabled, a logout message, a request that failed. Its page has
    /// a reference number as well.
    /// </summary>
    public void RecordRefusal(SignInOutcome outcome, string reference)
    {
        var now = clock.GetUtcNow();
        if (MayKeepUnproven(now, bytes: 0).IsKept)
        {
            writer.Add(
                new()
                {
                    Reference = reference,
                    At = now,
                    Organization = outcome.Organization?.Name,
                    Code = outcome.Code,
                    Reason = outcome.Reason,
                }
            );
        }
    }

    private static SignInTraceDetail Detail(
        SignInAttempt attempt,
        IReadOnlyDictionary<string, IReadOnlyList<string>>? claims,
        DateTimeOffset now
    ) =>
        new()
        {
            Until = now + attempt.Options.SignInTrace.DetailRetention,
            Xml = attempt.Trace.Message is { } message ? Decode(message) : null,
            Claims = claims ?? NoClaims,
        };

    private static string? Decode(string formValue)
    {
        var bytes = new byte[formValue.Length];
        return Convert.TryFromBase64String(formValue, bytes, out var written) && written <= MaxMessageLength
            ? Encoding.UTF8.GetString(bytes, 0, written)
            : null;
    }

    /// <summary>Whether an attempt is within the minute's share, and its message as well.</summary>
    private (bool IsKept, bool WithMessage) MayKeepUnproven(DateTimeOffset now, int bytes)
    {
        lock (_lock)
        {
            var minute = now.UtcTicks / TimeSpan.TicksPerMinute;
            if (_unproven.Minute != minute)
            {
                _unproven = (minute, 0, 0);
            }

            var withMessage = _unproven.Bytes + bytes <= UnprovenBytesPerMinute;
            _unproven = (minute, _unproven.Count + 1, withMessage ? _unproven.Bytes + bytes : _unproven.Bytes);
            return (_unproven.Count <= UnprovenPerMinute, withMessage);
        }
    }
}
