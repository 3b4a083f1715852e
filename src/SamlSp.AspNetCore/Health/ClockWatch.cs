namespace SamlSp.AspNetCore;

/// <summary>
/// Compares our own clock with the instants at which identity providers issued their answers. An answer takes a second or more, and a user
/// may be slow, so the smallest difference among the newest counts.
/// </summary>
internal sealed class ClockWatch(TimeProvider clock)
{
    /// <summary>The number of answers that are compared.</summary>
    public const int Samples = 20;

    /// <summary>With fewer, one slow user could look like a wrong clock.</summary>
    public const int Enough = 3;

    private static readonly TimeSpan NewerThan = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private readonly Queue<(DateTimeOffset At, DateTimeOffset IssuedAt)> _newest = new();

    /// <summary>Records an answer that was accepted now.</summary>
    public void Note(DateTimeOffset issuedAt) => Add(issuedAt, mayRepeat: true);

    /// <summary>
    /// Records a genuine answer that was refused now, if only a wrong clock explains its time: it is of the future, or older than the
    /// request of this browser that it answers. An old answer that is sent again says nothing of clocks.
    /// </summary>
    /// <param name="issuedAt">When it was issued; null when its signature was not found to hold.</param>
    /// <param name="pending">The request of this browser.</param>
    /// <returns>When it was issued.</returns>
    public DateTimeOffset? NoteRefused(DateTimeOffset? issuedAt, PendingRequest? pending)
    {
        if (issuedAt is { } issued && (issued > clock.GetUtcNow() || issued < pending?.IssuedAt))
        {
            Add(issued, mayRepeat: false);
        }

        return issuedAt;
    }

    /// <summary>How far our clock is ahead of the identity providers (negative: behind); null while there are too few answers.</summary>
    public TimeSpan? Ahead()
    {
        var since = clock.GetUtcNow() - NewerThan;
        lock (_lock)
        {
            var differences = _newest.Where(n => n.At > since).Select(n => n.At - n.IssuedAt).ToList();
            return differences.Count >= Enough ? differences.Min() : null;
        }
    }

    private void Add(DateTimeOffset issuedAt, bool mayRepeat)
    {
        lock (_lock)
        {
            // A refused answer is not used up, and one browser can send it many times.
            if (!mayRepeat && _newest.Any(n => n.IssuedAt == issuedAt))
            {
                return;
            }

            _newest.Enqueue((clock.GetUtcNow(), issuedAt));
            if (_newest.Count > Samples)
            {
                _newest.Dequeue();
            }
        }
    }
}
