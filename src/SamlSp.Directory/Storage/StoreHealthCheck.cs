using Microsoft.Extensions.Diagnostics.HealthChecks;
using SamlSp.AspNetCore;

namespace SamlSp.Directory;

/// <summary>Whether the store answers within two seconds, and takes writes.</summary>
internal sealed class StoreHealthCheck(Store store, StoreWriteProbe probe, StoreState state, StoreSettings settings) : IHealthCheck
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    /// <inheritdoc />
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            // On a thread of its own: SQLite does not know cancellation, and a dead disk would hold the caller.
            await Task.Run(() => store.ReadAsync(HealthSql.Ping, [], limit.Token), limit.Token).WaitAsync(limit.Token);

            // Connections of the pool go on with a file that was deleted below them, and nobody else will ever see what they write.
            if (settings.DatabaseFile is { } file && !File.Exists(file))
            {
                return HealthCheckResult.Unhealthy("The SQLite file is gone.");
            }

            var failure = await Task.Run(() => probe.CheckAsync(limit.Token), limit.Token).WaitAsync(limit.Token) ?? state.Failure;
            return failure is null ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("The store takes no writes: " + failure);
        }
        catch (Exception e) when (e is StoreUnavailableException or SamlSpConfigurationException)
        {
            return HealthCheckResult.Unhealthy(e.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return HealthCheckResult.Unhealthy("The store does not answer.");
        }
    }
}
