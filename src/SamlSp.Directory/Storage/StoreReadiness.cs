using SamlSp.AspNetCore;

namespace SamlSp.Directory;

/// <summary>
/// Whether the schema is as this version wants it. Whoever needs the store first brings it there; while it cannot be reached, one attempt a
/// second is made.
/// </summary>
internal sealed class StoreReadiness(Migrator migrator, StoreSettings settings, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _one = new(1, 1);
    private volatile bool _ready;
    private (long At, StoreUnavailableException Error)? _failed;

    /// <summary>Whether the schema is in place.</summary>
    public bool IsReady => _ready;

    /// <summary>Returns when the schema is in place.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    public ValueTask EnsureAsync(CancellationToken cancellationToken) =>
        _ready ? ValueTask.CompletedTask : new(MigrateAsync(cancellationToken));

    public void Dispose() => _one.Dispose();

    private async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (_ready)
            {
                return;
            }

            if (_failed is { } failed && clock.GetElapsedTime(failed.At) is var since && since >= TimeSpan.Zero && since < Pause)
            {
                throw new StoreUnavailableException(failed.Error.Message, failed.Error.InnerException);
            }

            await PreparedStatementCheck.RunAsync(settings, cancellationToken);
            await migrator.RunAsync(cancellationToken);
            _ready = true;
        }
        catch (Exception e) when (e is not StoreUnavailableException and not OperationCanceledException && StoreErrors.IsStoreFault(e))
        {
            var error = new StoreUnavailableException($"The store cannot be reached ({settings.Place}): {StoreErrors.Describe(e)}", e);
            settings.ForgetConnections();
            _failed = (clock.GetTimestamp(), error);
            throw error;
        }
        finally
        {
            _one.Release();
        }
    }
}
