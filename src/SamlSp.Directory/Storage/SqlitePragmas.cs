using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace SamlSp.Directory;

/// <summary>What SQLite forgets with each connection: to wait for a lock, and to have a commit on the disk before it is reported (a used assertion ID must outlive a power cut).</summary>
internal sealed class SqlitePragmas : DbConnectionInterceptor
{
    private const string Text = "PRAGMA busy_timeout = 5000; PRAGMA synchronous = FULL;";

    private SqlitePragmas()
    {
    }

    public static SqlitePragmas Instance { get; } = new();

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Text;
        command.ExecuteNonQuery();
    }

    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        // SQLite has no asynchronous calls; its ...Async methods are these.
        ConnectionOpened(connection, eventData);
        return Task.CompletedTask;
    }
}
