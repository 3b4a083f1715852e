using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SamlSp.AspNetCore;

namespace SamlSp.Directory;

/// <summary>Loads organizations anew when they have changed, here or on another node; and all of them at start.</summary>
internal sealed partial class OrganizationReloader(
    OrganizationReloads reloads,
    StoredOrganizations organizations,
    TimeProvider clock,
    ILogger<OrganizationReloader> logger
) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PatienceAtStart = TimeSpan.FromSeconds(10);

    private IReadOnlyCollection<string> _failed = [];

    /// <summary>
    /// Loads all of them before the first request is served. A store that is down, or slow, does not stop the start: they are loaded when
    /// it is back.
    /// </summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(PatienceAtStart);
        try
        {
            _failed = await organizations.LoadAsync(null, patience.Token);
        }
        catch (StoreUnavailableException)
        {
            reloads.AskForAll();
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            reloads.AskForAll();
        }

        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            var names = await reloads.NextAsync(_failed, Retry, stoppingToken);
            try
            {
                _failed = await organizations.LoadAsync(names, stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                // Whatever it is: it is tried again, and a node that falls behind says so.
                if (e is not StoreUnavailableException)
                {
                    LogFailed(e);
                }

                if (names is null)
                {
                    reloads.AskForAll();
                }
                else
                {
                    foreach (var name in names)
                    {
                        reloads.AskFor(name);
                    }
                }

                await Task.Delay(Pause, clock, stoppingToken);
            }
        }
    }

    [LoggerMessage(
        1,
        LogLevel.Error,
        "Organizations could not be loaded, and are tried again every second",
        EventName = "OrganizationsNotLoaded"
    )]
    private partial void LogFailed(Exception exception);
}
