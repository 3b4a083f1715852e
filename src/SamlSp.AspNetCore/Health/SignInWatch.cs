namespace SamlSp.AspNetCore;

/// <summary>
/// What became of the sign-ins of the last minutes, so that health can say whether users can sign in. Only attempts count that an identity
/// provider's signature, or a request of the same browser, shows to be somebody's sign-in: strangers must not raise an alarm by a post.
/// </summary>
internal sealed class SignInWatch(TimeProvider clock)
{
    /// <summary>How long an attempt counts.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    /// <summary>Fewer users are their own trouble.</summary>
    public const int Enough = 3;

    private const int Capacity = 2000;

    /// <summary>What one user meets because of that user, or an owner has decided: others can sign in.</summary>
    private static readonly HashSet<string> OfTheUser = new(StringComparer.Ordinal)
    {
        Protocol.RefusalCodes.InResponseToMismatch,
        Protocol.RefusalCodes.Replayed,
        Protocol.RefusalCodes.StatusNotSuccess,
        Protocol.RefusalCodes.AuthnTooOld,
        SignInRefusalCodes.UserSuspended,
        SignInRefusalCodes.UserDeleted,
        SignInRefusalCodes.ConnectionDisabled,
        SignInRefusalCodes.RateLimited,
        SignInRefusalCodes.RefusedByApplication,
        SignInRefusalCodes.SignInLoop,
    };

    private readonly Lock _lock = new();
    private readonly Queue<Attempt> _newest = new();

    /// <summary>Records an attempt with its outcome.</summary>
    public void Note(SignInAttempt attempt, SignInOutcome outcome)
    {
        var trace = attempt.Trace;
        var proven = (trace.Verified?.NameId ?? trace.Assertion?.NameId)?.Value;
        if (outcome.Code is { } code && outcome.Session is null)
        {
            if (OfTheUser.Contains(code) || (proven is null && outcome.IssuedAt is null && attempt.Pending is null))
            {
                return;
            }
        }
        else if (outcome.Session is null)
        {
            return;
        }

        // One user who tries again and again is one; so is one message that is sent again and again.
        var user = proven?.GetHashCode(StringComparison.Ordinal) ?? (outcome.IssuedAt ?? (object)trace.Reference).GetHashCode();
        var organization = outcome.Organization?.Name ?? attempt.NamedOrganization ?? "";
        lock (_lock)
        {
            _newest.Enqueue(new(clock.GetUtcNow(), organization, outcome.Session is null ? outcome.Code : null, user));
            if (_newest.Count > Capacity)
            {
                _newest.Dequeue();
            }
        }
    }

    /// <summary>The organizations of which half of the users or more were refused, and at least <see cref="Enough"/>.</summary>
    public IReadOnlyList<SignInFailures> Failures()
    {
        var since = clock.GetUtcNow() - Window;
        lock (_lock)
        {
            return
            [
                .. _newest
                    .Where(attempt => attempt.At > since)
                    .DistinctBy(attempt => (attempt.Organization, attempt.Code, attempt.User))
                    .GroupBy(attempt => attempt.Organization, StringComparer.OrdinalIgnoreCase)
                    .Select(group => new SignInFailures(
                        group.Key,
                        group.Count(),
                        group
                            .Where(attempt => attempt.Code is not null)
                            .CountBy(attempt => attempt.Code!, StringComparer.Ordinal)
                            .OrderByDescending(code => code.Value)
                            .ThenBy(code => code.Key, StringComparer.Ordinal)
                            .ToList()
                    ))
                    .Where(failures => failures.Refused >= Enough && failures.Refused * 2 >= failures.Attempts)
                    .OrderBy(failures => failures.Organization, StringComparer.OrdinalIgnoreCase),
            ];
        }
    }

    private sealed record Attempt(DateTimeOffset At, string Organization, string? Code, int User);
}

/// <summary>What became of an organization's sign-ins.</summary>
/// <param name="Organization">The organization's name; empty when the messages named none.</param>
/// <param name="Attempts">The number of attempts, each user once for each outcome.</param>
/// <param name="ByCode">The refused ones by code, the most frequent first.</param>
internal sealed record SignInFailures(string Organization, int Attempts, IReadOnlyList<KeyValuePair<string, int>> ByCode)
{
    /// <summary>The number of refused attempts.</summary>
    public int Refused => ByCode.Sum(code => code.Value);
}
