using System.Collections.Concurrent;

namespace SamlSp.AspNetCore;

/// <summary>Used IDs of one process. Full means refusing, never forgetting early.</summary>
/// <param name="clock">Tells what can be forgotten.</param>
/// <param name="capacity">Most IDs that are remembered. Default 1,000,000, about 200 MB.</param>
internal sealed class InMemoryUsedAssertionIds(TimeProvider clock, int capacity = 1_000_000) : IUsedAssertionIds
{
    /// <summary>IDs are kept somewhat longer than need be: no clock is set back that far.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<(string Issuer, string Id), DateTimeOffset> _used = new();
    private long _nextSweep;

    /// <summary>Counted here: the dictionary's own count locks all of it.</summary>
    private int _count;

    /// <inheritdoc />
    public ValueTask<bool> TryAddAsync(string issuer, string id, DateTimeOffset keepUntil, CancellationToken cancellationToken)
    {
        Sweep();
        if (Volatile.Read(ref _count) >= capacity)
        {
            throw new StoreUnavailableException("The memory for used assertion IDs is full.");
        }

        if (!_used.TryAdd((issuer, id), keepUntil))
        {
            return new(false);
        }

        Interlocked.Increment(ref _count);
        return new(true);
    }

    /// <inheritdoc />
    public ValueTask<bool> ContainsAsync(string issuer, string id, CancellationToken cancellationToken) =>
        new(_used.ContainsKey((issuer, id)));

    private void Sweep()
    {
        var now = clock.GetUtcNow();
        if (now.Ticks < Interlocked.Read(ref _nextSweep))
        {
            return;
        }

        Interlocked.Exchange(ref _nextSweep, (now + TimeSpan.FromMinutes(1)).Ticks);
        foreach (var (key, keepUntil) in _used)
        {
            if (keepUntil + Margin < now && _used.TryRemove(key, out _))
            {
                Interlocked.Decrement(ref _count);
            }
        }
    }
}
