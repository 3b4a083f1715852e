namespace SamlSp.Directory;

/// <summary>Runs batches of statements at one kind of database. Exceptions are the database's own.</summary>
internal interface IStatementExecutor
{
    /// <summary>Runs statements that only read.</summary>
    Task<IReadOnlyList<SqlResult>> ReadAsync(StatementBatch batch, CancellationToken cancellationToken);

    /// <summary>Runs statements in one transaction: all or nothing. Returns when the commit is on the disk.</summary>
    Task<IReadOnlyList<SqlResult>> WriteAsync(StatementBatch batch, CancellationToken cancellationToken);

    /// <summary>After a fault: closes what is kept open.</summary>
    void Forget();
}
