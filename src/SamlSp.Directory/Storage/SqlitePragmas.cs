using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace SamlSp.Directory;

/// <summary>What SQLite forgets with each connection: to wait for a lock, and to have a commit on the disk before it is reported (a used assertion ID must outlive a power cut).</summary>
internal sealed class SqlitePragmas : DbConnectionInterceptor
{
    private SqlitePragmas()
    {
    }

    public static SqlitePragmas Instance { get; } = new();

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // A number.
        command.CommandText = $"PRAGMA busy_timeout = {((SqliteConnection)connection).DefaultTimeout * 1000}; PRAGMA synchronous = FULL;";
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        // SQLite has no asynchronous calls; its ...Async methods are these.
        ConnectionOpened(connection, eventData);
        return Task.CompletedTask;
    }
}
