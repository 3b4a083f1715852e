namespace SamlSp.Directory;

/// <summary>
/// What this node last met at the store. A full disk and a standby answer reads and take no writes, so a read that succeeds says nothing of
/// a write that failed. On the edge of a full disk a small write succeeds now and then, so a fault of the disk counts for a while.
/// </summary>
internal sealed class StoreState(TimeProvider clock)
{
    private static readonly TimeSpan DiskFaultCounts = TimeSpan.FromSeconds(15);

    private readonly Lock _lock = new();
    private string? _read;
    private string? _write;
    private long? _diskFaultAt;

    /// <summary>Why the last piece of work failed; null when it did not.</summary>
    public string? Failure
    {
        get
        {
            lock (_lock)
            {
                return _write ?? _read;
            }
        }
    }

    public void Succeeded(bool isRead)
    {
        lock (_lock)
        {
            _read = null;
            if (!isRead && !(_diskFaultAt is { } at && clock.GetElapsedTime(at) < DiskFaultCounts))
            {
                (_write, _diskFaultAt) = (null, null);
            }
        }
    }

    /// <param name="isRead">Whether it only read.</param>
    /// <param name="isDisk">Whether the disk took no write.</param>
    /// <param name="error">What failed.</param>
    public void Failed(bool isRead, bool isDisk, string error)
    {
        lock (_lock)
        {
            if (isDisk)
            {
                (_write, _diskFaultAt) = (error, clock.GetTimestamp());
            }
            else if (isRead)
            {
                _read = error;
            }
            else
            {
                _write ??= error;
            }
        }
    }
}
