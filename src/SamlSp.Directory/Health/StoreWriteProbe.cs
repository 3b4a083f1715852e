using SamlSp.AspNetCore;

namespace SamlSp.Directory;

/// <summary>
/// Finds out whether the store takes writes: it may still answer reads when the disk is full, or when PostgreSQL has become a standby. It
/// writes at most every 30 seconds, and at once when something else has failed there. After a write that failed, two in a row have to
/// succeed before the store counts as writable: on the edge of a full disk, a small write succeeds now and then.
/// </summary>
internal sealed class StoreWriteProbe(Store store, StoreState state, TimeProvider clock)
{
    public const int Bytes = 8 * 1024;
    private const int NeededAfterFailure = 2;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private DateTimeOffset _next;
    private int _missing;
    private string? _failure;

    /// <summary>What is wrong; null when the store takes writes.</summary>
    public async Task<string?> CheckAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var now = clock.GetUtcNow();
            if (now < _next && now > _next - Pause - Pause && state.Failure is null)
            {
                return _failure;
            }

            _next = now + Pause;
        }

        string? failure = null;
        try
        {
            await store.WriteAsync(HealthSql.Probe, [new byte[Bytes]], cancellationToken);
        }
        catch (StoreUnavailableException e)
        {
            failure = e.Message;
        }

        lock (_lock)
        {
            _missing = failure is null ? Math.Max(_missing - 1, 0) : NeededAfterFailure;
            return _failure = failure ?? (_missing == 0 ? null : _failure);
        }
    }
}
