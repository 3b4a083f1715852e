using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SamlSp.AspNetCore;

namespace SamlSp.Directory;

/// <summary>
/// Refuses to start with wrong settings, and brings the schema up to date. A store that cannot be reached does not stop the start: the node
/// says so and is not ready until it can.
/// </summary>
internal sealed partial class StoreStartup(
    StoreSettings settings,
    KeyCertificates certificates,
    StoreReadiness readiness,
    NewStoreWarning newStore,
    ILogger<StoreStartup> logger
) : IHostedService
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <inheritdoc />
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        settings.Check();
        certificates.Check();
        try
        {
            // A folder that cannot be made is a mistake in the settings, not a store that is down.
            settings.CheckFile();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SamlSpConfigurationException(["SamlSp:Storage:ConnectionString: the SQLite file cannot be made: " + e.Message]);
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            await readiness.EnsureAsync(patience.Token);
            await newStore.SayAsync(patience.Token);
        }
        catch (StoreUnavailableException e)
        {
            LogUnavailable(e.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            LogUnavailable("it does not answer");
        }
    }

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(
        1,
        LogLevel.Error,
        "Starting without the store: {Error}. It is tried again every second; until then nobody can sign in, and this node is not ready.",
        EventName = "StartedWithoutStore"
    )]
    private partial void LogUnavailable(string error);
}
