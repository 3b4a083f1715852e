namespace SamlSp.AspNetCore;

/// <summary>Wakes a waiter. Set several times before somebody waits, it counts once. May be set by any thread.</summary>
internal sealed class AsyncSignal : IDisposable
{
    private readonly SemaphoreSlim _set = new(0, 1);

    /// <summary>Wakes the waiter, or the next one.</summary>
    public void Set()
    {
        try
        {
            if (_set.CurrentCount == 0)
            {
                _set.Release();
            }
        }
        catch (Exception e) when (e is SemaphoreFullException or ObjectDisposedException)
        {
            // Another thread was quicker, or nobody waits any more.
        }
    }

    /// <summary>Waits until it is set.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => _set.WaitAsync(cancellationToken);

    /// <summary>Waits until it is set, or until a time has passed.</summary>
    public Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) => _set.WaitAsync(atMost, cancellationToken);

    public void Dispose() => _set.Dispose();
}
