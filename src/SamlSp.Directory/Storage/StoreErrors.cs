using System.Data.Common;
using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace SamlSp.Directory;

/// <summary>Tells the faults of a database from ours.</summary>
internal static class StoreErrors
{
    private const int SqliteBusy = 5;
    private const int SqliteReadOnly = 8;
    private const int SqliteIo = 10;
    private const int SqliteFull = 13;
    private const int SqliteConstraintUnique = 2067;
    private const int SqliteConstraintPrimaryKey = 1555;
    private const int SqliteConstraintNotNull = 1299;
    private const int SqliteConstraintForeignKey = 787;

    /// <summary>
    /// Whether the database, the network or the disk is at fault, wherever in the chain that stands (EF Core wraps it twice).
    /// </summary>
    public static bool IsStoreFault(Exception exception) =>
        Chain(exception).Any(e => e is DbException or TimeoutException or SocketException or IOException or UnauthorizedAccessException);

    /// <summary>Whether a row was there already: a lost race, not a fault.</summary>
    public static bool IsUniqueViolation(Exception exception) =>
        Chain(exception)
            .Any(e =>
                e
                    is SqliteException { SqliteExtendedErrorCode: SqliteConstraintUnique or SqliteConstraintPrimaryKey }
                        or PostgresException { SqlState: PostgresErrorCodes.UniqueViolation }
            );

    /// <summary>Whether it was a row of a certain table that was there already.</summary>
    public static bool IsUniqueViolation(Exception exception, string table) =>
        IsUniqueViolation(exception)
        && Chain(exception)
            .Any(e =>
                e is PostgresException postgres
                    ? postgres.TableName == table
                    : e is SqliteException && e.Message.Contains(" " + table + ".", StringComparison.Ordinal)
            );

    /// <summary>
    /// Whether a row lacked a value, which is how a statement of a batch says that an earlier one wrote nothing; or the row that it belongs
    /// to.
    /// </summary>
    private static bool IsMissing(Exception exception) =>
        Chain(exception)
            .Any(e =>
                e
                    is SqliteException { SqliteExtendedErrorCode: SqliteConstraintNotNull or SqliteConstraintForeignKey }
                        or PostgresException { SqlState: PostgresErrorCodes.NotNullViolation or PostgresErrorCodes.ForeignKeyViolation }
            );

    /// <summary>
    /// Whether another transaction was first: a row was there already, or one that a statement of a batch relies on was not.
    /// </summary>
    public static bool IsConflict(Exception exception) => IsUniqueViolation(exception) || IsMissing(exception);

    /// <summary>Whether the disk takes no writes: it is full, or cannot be written.</summary>
    public static bool IsDiskFault(Exception exception) =>
        Chain(exception)
            .Any(e =>
                e
                    is SqliteException { SqliteErrorCode: SqliteFull or SqliteReadOnly or SqliteIo }
                        or PostgresException { SqlState: PostgresErrorCodes.DiskFull or PostgresErrorCodes.IoError }
            );

    /// <summary>Whether SQLite gave up waiting for another writer.</summary>
    public static bool IsBusy(Exception exception) => Chain(exception).Any(e => e is SqliteException { SqliteErrorCode: SqliteBusy });

    /// <summary>
    /// Whether the same call may succeed on another connection: the server was restarted, say, and the pool holds dead connections.
    /// </summary>
    public static bool IsTransient(Exception exception) => Chain(exception).Any(e => e is NpgsqlException { IsTransient: true });

    /// <summary>What is wrong, in the database's own words; neither holds parameters or the password.</summary>
    public static string Describe(Exception exception) => Chain(exception).Last().Message;

    private static IEnumerable<Exception> Chain(Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            yield return e;
        }
    }
}
