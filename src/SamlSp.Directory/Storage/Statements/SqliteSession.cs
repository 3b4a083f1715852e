using Microsoft.Data.Sqlite;

namespace SamlSp.Directory;

/// <summary>
/// A connection to the SQLite file that stays open, with the statements that it has prepared. Used by one thread at a time.
/// </summary>
internal sealed class SqliteSession : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteCommand> _commands = new(ReferenceEqualityComparer.Instance);

    /// <exception cref="SqliteException">The file is not there, or cannot be opened.</exception>
    public SqliteSession(StoreSettings settings) => _connection = settings.OpenSqlite();

    /// <summary>
    /// Whether the file is still there. What is written to one that was deleted, used assertion IDs among it, nobody would ever see.
    /// </summary>
    public bool IsUsable => File.Exists(_connection.DataSource);

    /// <summary>Runs the statements of a batch, one after the other.</summary>
    public IReadOnlyList<SqlResult> Run(StatementBatch batch)
    {
        var results = new SqlResult[batch.Statements.Count];
        for (var i = 0; i < results.Length; i++)
        {
            var (sql, values) = batch.Statements[i];
            if (sql.IsConstant)
            {
                results[i] = Run(Prepared(sql.SqliteText, values.Count), values);
            }
            else
            {
                using var command = Create(sql.SqliteText, values.Count);
                results[i] = Run(command, values);
            }
        }

        return results;
    }

    /// <summary>Runs one statement without values.</summary>
    public void Run(string text) => Run(Prepared(text, 0), []);

    public void Dispose()
    {
        foreach (var command in _commands.Values)
        {
            command.Dispose();
        }

        _connection.Dispose();
    }

    private static SqlResult Run(SqliteCommand command, IReadOnlyList<SqlValue> values)
    {
        for (var i = 0; i < values.Count; i++)
        {
            command.Parameters[i].Value = values[i].Value;
        }

        using var reader = command.ExecuteReader();
        List<SqlRow>? rows = null;
        while (reader.Read())
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            (rows ??= []).Add(new(row));
        }

        return new(Math.Max(reader.RecordsAffected, 0), rows ?? []);
    }

    private SqliteCommand Prepared(string text, int values) =>
        _commands.TryGetValue(text, out var known) ? known : _commands[text] = Create(text, values);

    private SqliteCommand Create(string text, int values)
    {
        var command = _connection.CreateCommand();
#pragma warning disable CA2100 // Texts are constants, or put together of constants: SqlText.
        command.CommandText = text;
#pragma warning restore CA2100
        for (var i = 1; i <= values; i++)
        {
            command.Parameters.AddWithValue("$" + i, DBNull.Value);
        }

        return command;
    }
}
