using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SamlSp.AspNetCore;

namespace SamlSp.Directory;

/// <summary>Deletes rows that are too old, every five minutes, in batches small enough not to hold up other writes.</summary>
internal sealed partial class StoreCleaner(Store store, StoreSettings settings, TimeProvider clock, ILogger<StoreCleaner> logger)
    : BackgroundService
{
    private const int Batch = 1000;
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(5);

    // Other nodes' clocks may be behind: they might still accept what has expired by this node's clock.
    private static readonly TimeSpan ReplayMargin = TimeSpan.FromMinutes(10);

    /// <summary>Deletes everything that is too old; returns how many rows were deleted.</summary>
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

    [LoggerMessage(1, LogLevel.Debug, "Deleted {Rows} rows that were too old", EventName = "Cleaned")]
    private partial void LogCleaned(int rows);

    [LoggerMessage(
        2,
        LogLevel.Warning,
        "Old rows could not be deleted, and that is tried again in five minutes: {Error}",
        EventName = "CleaningFailed"
    )]
    private partial void LogFailed(string error);
}

/// <summary>Rows older than these instants are deleted.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct StoreAges(
    DateTimeOffset UsedIds,
    DateTimeOffset Sessions,
    DateTimeOffset AuditEntries,
    DateTimeOffset Changes
);
