using Npgsql;

namespace SamlSp.Directory;

/// <summary>
/// Runs a batch at PostgreSQL in one round trip. A batch without a transaction of its own is one to PostgreSQL, which needs no BEGIN and no
/// COMMIT for it.
/// </summary>
internal sealed class PostgreSqlExecutor(StoreSettings settings) : IStatementExecutor
{
    /// <inheritdoc />
    public Task<IReadOnlyList<SqlResult>> ReadAsync(StatementBatch batch, CancellationToken cancellationToken) =>
        RunAsync(batch, cancellationToken);

    /// <inheritdoc />
    public Task<IReadOnlyList<SqlResult>> WriteAsync(StatementBatch batch, CancellationToken cancellationToken) =>
        RunAsync(batch, cancellationToken);

    /// <inheritdoc />
    public void Forget()
    {
        // Npgsql does this itself.
    }

    private async Task<IReadOnlyList<SqlResult>> RunAsync(StatementBatch batch, CancellationToken cancellationToken)
    {
        await using var commands = settings.DataSource.CreateBatch();
        foreach (var statement in batch.Statements)
        {
            var command = new NpgsqlBatchCommand(statement.Sql.Text);
            foreach (var value in statement.Values)
            {
                command.Parameters.Add(new() { Value = value.Value, NpgsqlDbType = value.Type });
            }

            commands.BatchCommands.Add(command);
        }

        var rows = new List<IReadOnlyList<SqlRow>>(batch.Statements.Count);
        await using (var reader = await commands.ExecuteReaderAsync(cancellationToken))
        {
            foreach (var statement in batch.Statements)
            {
                // A statement that returns no rows has no result set: the reader passes over it.
                var found = new List<SqlRow>();
                rows.Add(found);
                if (!statement.Sql.ReturnsRows)
                {
                    continue;
                }

                while (await reader.ReadAsync(cancellationToken))
                {
                    var values = new object[reader.FieldCount];
                    reader.GetValues(values);
                    found.Add(new(values));
                }

                await reader.NextResultAsync(cancellationToken);
            }
        }

        var results = new SqlResult[rows.Count];
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = new(batch.Statements[i].Sql.IsSelect ? 0 : Math.Max(commands.BatchCommands[i].RecordsAffected, 0), rows[i]);
        }

        return results;
    }
}
