using SamlSp.AspNetCore;

namespace SamlSp.Directory;

/// <summary>
/// Knows from what failed that the store is down, and then tries a write, once a second at most, to find out whether it still is.
/// </summary>
internal sealed class StoreAvailability(Store store, StoreState state, TimeProvider clock) : IStoreAvailability
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    private long _triedAt;

    /// <inheritdoc />
    public async ValueTask<string?> FindFailureAsync(CancellationToken cancellationToken)
    {
        if (state.Failure is not { } failure)
        {
            return null;
        }

        var last = Interlocked.Read(ref _triedAt);
        if (
            (last != 0 && clock.GetElapsedTime(last) < Pause)
            || Interlocked.CompareExchange(ref _triedAt, clock.GetTimestamp(), last) != last
        )
        {
            return failure;
        }

        try
        {
            // On a thread of its own: SQLite does not know cancellation.
            var attempt = Task.Run(
                () => store.WriteAsync(HealthSql.Probe, [new byte[StoreWriteProbe.Bytes]], cancellationToken),
                cancellationToken
            );
            await attempt.WaitAsync(Limit, cancellationToken);
            return state.Failure;
        }
        catch (Exception e) when (e is StoreUnavailableException or TimeoutException or SamlSpConfigurationException)
        {
            return e is TimeoutException ? failure : e.Message;
        }
    }
}
