using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SamlSp.AspNetCore;

namespace SamlSp.Directory;

/// <summary>
/// When sessions were last used. Written once a minute, many in one transaction, into a table of its own: the rows of sessions are read by
/// every request and stay as they are.
/// </summary>
internal sealed partial class SessionUseStore(Store store, SessionUses uses, TimeProvider clock, ILogger<SessionUseStore> logger)
    : BackgroundService
{
    private const int Batch = 500;
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private static readonly OrganizationSql Upsert = new(
        "INSERT INTO session_uses (organization, reference, used_at) VALUES ($1, $2, $3)"
            + " ON CONFLICT (organization, reference) DO UPDATE SET used_at = excluded.used_at"
            + " WHERE session_uses.used_at < excluded.used_at"
    );

    private static readonly OrganizationSql Find = new(
        "SELECT reference, used_at FROM session_uses WHERE organization = $1 AND reference = $2"
    );

    /// <summary>When sessions were last used, by their reference. Those that were not used since the sign-in are left out.</summary>
    public async Task<IReadOnlyDictionary<string, DateTimeOffset>> FindAsync(
        string organization,
        IReadOnlyCollection<Session> sessions,
        CancellationToken cancellationToken
    )
    {
        var found = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        if (sessions.Count == 0)
        {
            return found;
        }

        var batch = new StatementBatch();
        foreach (var session in sessions)
        {
            batch.Add(OrganizationScope.Key(organization), Find, SessionReference.FromId(session.Id));
        }

        foreach (var row in (await store.ReadAsync(batch, cancellationToken)).SelectMany(result => result.Rows))
        {
            found[row.Text(0)] = row.Instant(1);
        }

        return found;
    }

    /// <summary>Writes the uses since the last time.</summary>
    internal async Task WriteAsync(CancellationToken cancellationToken)
    {
        foreach (var some in uses.Take().Chunk(Batch))
        {
            var batch = new StatementBatch();
            foreach (var (organization, id, at) in some)
            {
                batch.Add(OrganizationScope.Key(organization), Upsert, SessionReference.FromId(id), at);
            }

            await store.WriteAsync(batch, cancellationToken);
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
                await WriteAsync(stoppingToken);
            }
            catch (Exception e) when (e is StoreUnavailableException or SamlSpConfigurationException)
            {
                // The store's own checks report it. The next use is written again.
                LogFailed(e.Message);
            }
        }
    }

    [LoggerMessage(1, LogLevel.Debug, "When sessions were last used could not be written: {Error}", EventName = "UsesNotWritten")]
    private partial void LogFailed(string error);
}
