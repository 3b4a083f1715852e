using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using SamlSp.AspNetCore;

namespace SamlSp.Directory;

/// <summary>
/// Degraded when this node's clock and PostgreSQL's are apart: nodes that disagree about the time end sessions at different instants. Not
/// unhealthy, since it is unknown which of the two is wrong. SQLite has no clock of its own.
/// </summary>
internal sealed class StoreClockHealthCheck(Store store, StoreSettings settings, TimeProvider clock) : IHealthCheck
{
    public static readonly TimeSpan Tolerated = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    /// <inheritdoc />
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (settings.IsSqlite)
        {
            return HealthCheckResult.Healthy();
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            var before = clock.GetUtcNow();
            var rows = await store.ReadAsync(HealthSql.Now, [], limit.Token);
            var there = DateTimeOffset.FromUnixTimeMilliseconds(rows[0].Number(0));
            var after = clock.GetUtcNow();

            // The store looked at its clock somewhere between the two.
            var apart =
                there < before ? before - there
                : there > after ? there - after
                : TimeSpan.Zero;
            return apart > Tolerated
                ? HealthCheckResult.Degraded(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"this clock is {apart.TotalSeconds:0} seconds {(there < before ? "ahead of" : "behind")} the store's"
                    )
                )
                : HealthCheckResult.Healthy();
        }
        catch (Exception e)
            when (e is StoreUnavailableException or SamlSpConfigurationException
                || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested)
            )
        {
            // That the store is down is for its own check to say.
            return HealthCheckResult.Healthy();
        }
    }
}
