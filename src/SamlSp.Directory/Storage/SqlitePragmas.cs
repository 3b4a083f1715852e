using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using SQLitePCL;

namespace SamlSp.Directory;

/// <summary>
/// Keeps the pool's connections to the file that is there, and tells each what SQLite forgets with it: to wait for a lock, and to have a
/// commit on the disk before it is reported (a used assertion ID must outlive a power cut). One that comes back from the pool has not
/// forgotten it.
/// </summary>
internal sealed class SqlitePragmas : DbConnectionInterceptor
{
    private readonly ConditionalWeakTable<sqlite3, object> _told = [];

    private SqlitePragmas() { }

    public static SqlitePragmas Instance { get; } = new();

    /// <summary>
    /// Connections of the pool would go on with a file that was deleted below them, and what they write there, used assertion IDs among it,
    /// nobody would ever see: opening must fail then.
    /// </summary>
    public override InterceptionResult ConnectionOpening(DbConnection connection, ConnectionEventData eventData, InterceptionResult result)
    {
        if (!File.Exists(connection.DataSource))
        {
            SqliteConnection.ClearPool((SqliteConnection)connection);
        }

        return result;
    }

    public override ValueTask<InterceptionResult> ConnectionOpeningAsync(
        DbConnection connection,
        ConnectionEventData eventData,
        InterceptionResult result,
        CancellationToken cancellationToken = default
    ) => new(ConnectionOpening(connection, eventData, result));

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        var handle = ((SqliteConnection)connection).Handle!;
        if (!_told.TryGetValue(handle, out _))
        {
            Tell((SqliteConnection)connection);
            _told.AddOrUpdate(handle, this);
        }
    }

    /// <summary>Tells a connection to wait for a lock, and to have each commit on the disk.</summary>
    public static void Tell(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // A number.
        command.CommandText = $"PRAGMA busy_timeout = {connection.DefaultTimeout * 1000}; PRAGMA synchronous = FULL;";
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    public override Task ConnectionOpenedAsync(
        DbConnection connection,
        ConnectionEndEventData eventData,
        CancellationToken cancellationToken = default
    )
    {
        // SQLite has no asynchronous calls; its ...Async methods are these.
        ConnectionOpened(connection, eventData);
        return Task.CompletedTask;
    }
}
