namespace SamlSp.AspNetCore;

/// <summary>
/// Judges our own clock by the instants at which identity providers issued what was accepted a moment later. An answer takes a second or
/// some on its way, and a person may dawdle: so what counts is the smallest difference among the newest.
/// </summary>
internal sealed class ClockWatch(TimeProvider clock)
{
    /// <summary>How many answers are looked at.</summary>
    public const int Samples = 20;

    /// <summary>With fewer, one slow person could be taken for a wrong clock.</summary>
    public const int Enough = 5;

    private static readonly TimeSpan NewerThan = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private readonly Queue<(DateTimeOffset At, TimeSpan Difference)> _newest = new();

    /// <summary>Notes an answer that was accepted now.</summary>
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

    /// <summary>
    /// By how much our clock is ahead of the identity providers' (negative: behind); null while there is too little to say.
    /// </summary>
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
