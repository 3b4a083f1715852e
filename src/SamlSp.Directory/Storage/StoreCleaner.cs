using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SamlSp.AspNetCore;

namespace SamlSp.Directory;

/// <summary>Deletes what is past its time, every few minutes, in batches that do not stand in anybody's way.</summary>
internal sealed partial class StoreCleaner(Store store, StoreSettings settings, TimeProvider clock, ILogger<StoreCleaner> logger)
    : BackgroundService
{
    private const int Batch = 1000;
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(5);

    // Other nodes' clocks may be behind: what this node takes for past its time, they might still accept.
    private static readonly TimeSpan ReplayMargin = TimeSpan.FromMinutes(10);

    /// <summary>Deletes everything that is past its time; returns how many rows went.</summary>
    public async Task<int> CleanAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var ages = new StoreAges(
            UsedIds: now - ReplayMargin,
            Sessions: now - SessionStore.Remembered,
            AuditEntries: now - settings.Options.AuditRetention,
            Changes: now - ChangeFeed.Kept
        );
        var total = 0;
        while (true)
        {
            var deleted = await store.WriteWideAsync(wide => wide.CleanAsync(ages, Batch, cancellationToken), cancellationToken);
            total += deleted;
            if (deleted < Batch)
            {
                return total;
            }
        }
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                if (await CleanAsync(stoppingToken) is > 0 and var deleted)
                {
                    LogCleaned(deleted);
                }
            }
            catch (Exception e) when (e is StoreUnavailableException or SamlSpConfigurationException)
            {
                LogFailed(e.Message);
            }
        }
    }

    [LoggerMessage(1, LogLevel.Debug, "Deleted {Rows} rows that were past their time", EventName = "Cleaned")]
    private partial void LogCleaned(int rows);

    [LoggerMessage(2, LogLevel.Warning, "Could not delete what is past its time: {Error}", EventName = "CleaningFailed")]
    private partial void LogFailed(string error);
}
