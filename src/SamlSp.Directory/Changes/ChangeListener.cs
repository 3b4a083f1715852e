using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace SamlSp.Directory;

/// <summary>
/// Hears of changes by PostgreSQL's LISTEN. A lost connection costs a second at most: <see cref="ChangeFeed"/> goes on asking.
/// </summary>
internal sealed partial class ChangeListener(StoreSettings settings, ChangeFeed feed, ILogger<ChangeListener> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (settings.IsSqlite)
        {
            return;
        }

        var lost = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(() => lost = false, stoppingToken);
            }
            catch (Exception e) when (StoreErrors.IsStoreFault(e))
            {
                if (!lost)
                {
                    LogLost($"{StoreErrors.Describe(e)} ({settings.Place})");
                }

                lost = true;
                await Task.Delay(Pause, stoppingToken);
            }
        }
    }

    private async Task ListenAsync(Action connected, CancellationToken cancellationToken)
    {
        // Its own connection, held open; a keep-alive finds out about a peer that is silently gone.
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(settings.ConnectionString) { Pooling = false, KeepAlive = 10 }.ConnectionString
        );
        connection.Notification += (_, _) => feed.Wake();
        await connection.OpenAsync(cancellationToken);
        await using (var command = connection.CreateCommand())
        {
            command.CommandText = "LISTEN samlsp_changes";
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        connected();
        feed.Wake();
        while (true)
        {
            await connection.WaitAsync(cancellationToken);
        }
    }

    [LoggerMessage(
        1,
        LogLevel.Warning,
        "Changes of other nodes are not announced for now, and are asked for once a second instead: {Error}",
        EventName = "ListenLost"
    )]
    private partial void LogLost(string error);
}
