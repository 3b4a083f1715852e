namespace SamlSp.AspNetCore;

/// <summary>
/// Compares our own clock with the instants at which identity providers issued assertions that were accepted a moment later. A response
/// takes a second or more, and a user may be slow, so the smallest difference among the newest counts.
/// </summary>
internal sealed class ClockWatch(TimeProvider clock)
{
    /// <summary>The number of responses that are compared.</summary>
    public const int Samples = 20;

    /// <summary>With fewer, one slow user could look like a wrong clock.</summary>
    public const int Enough = 5;

    private static readonly TimeSpan NewerThan = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private readonly Queue<(DateTimeOffset At, TimeSpan Difference)> _newest = new();

    /// <summary>Records a response that was accepted now.</summary>
    public void Note(DateTimeOffset issuedAt)
    {
        var now = clock.GetUtcNow();
        lock (_lock)
        {
            _newest.Enqueue((now, now - issuedAt));
            if (_newest.Count > Samples)
            {
                _newest.Dequeue();
            }
        }
    }

    /// <summary>How far our clock is ahead of the identity providers (negative: behind); null while there are too few responses.</summary>
    public TimeSpan? Ahead()
    {
        var since = clock.GetUtcNow() - NewerThan;
        lock (_lock)
        {
            var differences = _newest.Where(n => n.At > since).Select(n => n.Difference).ToList();
            return differences.Count >= Enough ? differences.Min() : null;
        }
    }
}
