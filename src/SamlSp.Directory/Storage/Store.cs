using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using SamlSp.AspNetCore;

namespace SamlSp.Directory;

/// <summary>
/// The way to the database. What every sign-in and every request needs goes there as a <see cref="StatementBatch"/>. Everything else has
/// EF Core: one organization's rows through <see cref="OrganizationScope"/>, and what belongs to none through
/// <see cref="CrossTenantQueries"/>. Whatever fails in the database comes out as <see cref="StoreUnavailableException"/>; a
/// conflict with another transaction does not, since the caller knows what it means.
/// </summary>
internal sealed partial class Store : IDisposable
{
    /// <summary>How long a piece of work waits for its turn to write.</summary>
    public static readonly TimeSpan MaxQueueTime = TimeSpan.FromSeconds(10);

    private readonly IDbContextFactory<DirectoryContext> _contexts;
    private readonly StoreSettings _settings;
    private readonly StoreReadiness _readiness;
    private readonly SessionCache _sessions;
    private readonly StoreState _state;
    private readonly TimeProvider _clock;
    private readonly ILogger<Store> _logger;

    /// <summary>SQLite has one writer at a time: waiting here costs nothing, waiting there costs a thread.</summary>
    private readonly SemaphoreSlim? _writer;
    private readonly IStatementExecutor _statements;

    public Store(
        IDbContextFactory<DirectoryContext> contexts,
        StoreSettings settings,
        StoreReadiness readiness,
        SessionCache sessions,
        StoreState state,
        TimeProvider clock,
        ILogger<Store> logger
    )
    {
        (_contexts, _settings, _readiness, _sessions, _clock, _logger) = (contexts, settings, readiness, sessions, clock, logger);
        _state = state;
        _writer = settings.IsSqlite ? new(1, 1) : null;
        _statements = _writer is null ? new PostgreSqlExecutor(settings) : new SqliteExecutor(settings, _writer);
    }

    /// <summary>Whether the store is SQLite, which needs no locks but its writer's turn.</summary>
    public bool IsSqlite => _settings.IsSqlite;

    /// <summary>Reads with a batch of statements, in one round trip.</summary>
    public Task<IReadOnlyList<SqlResult>> ReadAsync(StatementBatch batch, CancellationToken cancellationToken)
    {
        Log(batch);
        return GuardAsync(() => _statements.ReadAsync(batch, cancellationToken), Mode.Read, cancellationToken);
    }

    /// <summary>Reads with one statement on rows that belong to no organization, or to any.</summary>
    public async Task<IReadOnlyList<SqlRow>> ReadAsync(UnownedSql sql, SqlValue[] values, CancellationToken cancellationToken)
    {
        var batch = new StatementBatch();
        batch.Add(sql, values);
        return (await ReadAsync(batch, cancellationToken))[0].Rows;
    }

    /// <summary>Reads with one statement on an organization's rows.</summary>
    public async Task<IReadOnlyList<SqlRow>> ReadAsync(
        string organization,
        OrganizationSql sql,
        SqlValue[] values,
        CancellationToken cancellationToken
    )
    {
        var batch = new StatementBatch();
        batch.Add(OrganizationScope.Key(organization), sql, values);
        return (await ReadAsync(batch, cancellationToken))[0].Rows;
    }

    /// <summary>
    /// Reads before the schema was brought up to date. There may be no file and no table. Exceptions are the database's own.
    /// </summary>
    public Task<IReadOnlyList<SqlResult>> ReadAsItIsAsync(StatementBatch batch, CancellationToken cancellationToken) =>
        _statements.ReadAsync(batch, cancellationToken);

    /// <summary>Writes with one statement on rows that belong to no organization.</summary>
    public async Task<SqlResult> WriteAsync(UnownedSql sql, SqlValue[] values, CancellationToken cancellationToken)
    {
        var batch = new StatementBatch();
        batch.Add(sql, values);
        return (await WriteAsync(batch, cancellationToken))[0];
    }

    /// <summary>Writes with a batch of statements, in one round trip and one transaction.</summary>
    public async Task<IReadOnlyList<SqlResult>> WriteAsync(StatementBatch batch, CancellationToken cancellationToken)
    {
        Log(batch);
        var results = await GuardAsync(() => _statements.WriteAsync(batch, cancellationToken), Mode.Transaction, cancellationToken);
        foreach (var (place, cause) in batch.Endings)
        {
            // Other nodes are told by the change feed; this one removes them from its cache at once.
            if (results[place].Rows is { Count: > 0 } ended)
            {
                _sessions.Remove(ended.Select(session => session.Text(0)));
                SamlSpTelemetry.CountEnded(ended.Count, cause);
            }
        }

        return results;
    }

    /// <summary>Reads an organization's rows.</summary>
    public Task<T> ReadAsync<T>(string organization, Func<OrganizationScope, Task<T>> work, CancellationToken cancellationToken) =>
        RunAsync(context => work(new(context, organization, _settings, actor: null, _clock.GetUtcNow())), Mode.Read, cancellationToken);

    /// <summary>Writes an organization's rows in a transaction: all or nothing.</summary>
    /// <param name="organization">The organization's name.</param>
    /// <param name="actor">Whom the audit trail names; see <see cref="OrganizationScope.Actor"/>.</param>
    /// <param name="work">What is done. It may run twice, each time with a fresh scope.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<T> WriteAsync<T>(
        string organization,
        string? actor,
        Func<OrganizationScope, Task<T>> work,
        CancellationToken cancellationToken
    ) => WriteAsync(organization, actor, work, static _ => true, cancellationToken);

    /// <summary>Writes an organization's rows in a transaction, which is rolled back unless the result is one to commit.</summary>
    /// <param name="organization">The organization's name.</param>
    /// <param name="actor">Whom the audit trail names; see <see cref="OrganizationScope.Actor"/>.</param>
    /// <param name="work">What is done. It may run twice, each time with a fresh scope.</param>
    /// <param name="commits">Whether a result is committed.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<T> WriteAsync<T>(
        string organization,
        string? actor,
        Func<OrganizationScope, Task<T>> work,
        Func<T, bool> commits,
        CancellationToken cancellationToken
    )
    {
        OrganizationScope? scope = null;
        var result = await RunAsync(
            context => work(scope = new(context, organization, _settings, actor, _clock.GetUtcNow())),
            Mode.Transaction,
            commits,
            cancellationToken
        );

        // Other nodes are told by the change feed; this one removes them from its cache at once.
        if (scope is { EndedSessions.Count: > 0 } && commits(result))
        {
            _sessions.Remove(scope.EndedSessions);
        }

        return result;
    }

    /// <summary>Reads what belongs to no organization.</summary>
    public Task<T> ReadWideAsync<T>(Func<CrossTenantQueries, Task<T>> work, CancellationToken cancellationToken) =>
        RunAsync(context => work(new(context)), Mode.Read, cancellationToken);

    /// <summary>Writes what belongs to no organization, with one statement.</summary>
    public Task<T> WriteWideAsync<T>(Func<CrossTenantQueries, Task<T>> work, CancellationToken cancellationToken) =>
        RunAsync(context => work(new(context)), Mode.Statement, cancellationToken);

    public void Dispose()
    {
        (_statements as IDisposable)?.Dispose();
        _writer?.Dispose();
    }

    private Task<T> RunAsync<T>(Func<DirectoryContext, Task<T>> work, Mode mode, CancellationToken cancellationToken) =>
        RunAsync(work, mode, static _ => true, cancellationToken);

    private Task<T> RunAsync<T>(
        Func<DirectoryContext, Task<T>> work,
        Mode mode,
        Func<T, bool> commits,
        CancellationToken cancellationToken
    ) => GuardAsync(() => OnceAsync(work, mode, commits, cancellationToken), mode, cancellationToken);

    /// <summary>
    /// Does a piece of work when the schema is in place: again when the connection was a dead one, measured, and with every fault of the
    /// database as <see cref="StoreUnavailableException"/>.
    /// </summary>
    private async Task<T> GuardAsync<T>(Func<Task<T>> work, Mode mode, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var outcome = "failed";
        try
        {
            await _readiness.EnsureAsync(cancellationToken);
            for (var attempt = 0; ; attempt++)
            {
                try
                {
                    var result = await work();
                    outcome = "ok";
                    _state.Succeeded(isRead: mode == Mode.Read);
                    return result;
                }
                catch (Exception e) when (attempt == 0 && StoreErrors.IsTransient(e) && !cancellationToken.IsCancellationRequested)
                {
                    // The first command after a restart of the server meets a dead connection of the pool. Every piece of work can be done
                    // again.
                }
            }
        }
        catch (Exception e) when (e is not StoreUnavailableException && StoreErrors.IsStoreFault(e) && !StoreErrors.IsConflict(e))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!StoreErrors.IsBusy(e))
            {
                _statements.Forget();
                _settings.ForgetConnections();
            }

            var failure = new StoreUnavailableException($"The store failed ({_settings.Place}): {StoreErrors.Describe(e)}", e);
            _state.Failed(isRead: mode == Mode.Read, StoreErrors.IsDiskFault(e), failure.Message);
            throw failure;
        }
        catch (StoreUnavailableException e)
        {
            _state.Failed(isRead: mode == Mode.Read, StoreErrors.IsDiskFault(e), e.Message);
            throw;
        }
        finally
        {
            DirectoryTelemetry.StoreDuration.Record(
                Stopwatch.GetElapsedTime(started).TotalSeconds,
                new("samlsp.mode", mode.ToString()),
                new("samlsp.outcome", outcome)
            );
        }
    }

    private async Task<T> OnceAsync<T>(
        Func<DirectoryContext, Task<T>> work,
        Mode mode,
        Func<T, bool> commits,
        CancellationToken cancellationToken
    )
    {
        var queue = mode == Mode.Read ? null : _writer;
        if (queue is not null && !await queue.WaitAsync(MaxQueueTime, cancellationToken))
        {
            throw new StoreUnavailableException($"The store is busy ({_settings.Place}): no turn to write came up.");
        }

        try
        {
            await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
            if (mode != Mode.Transaction)
            {
                return await work(context);
            }

            await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
            var result = await work(context);
            if (commits(result))
            {
                await transaction.CommitAsync(cancellationToken);
            }

            // Without the commit, the transaction is rolled back when it is disposed.
            return result;
        }
        finally
        {
            queue?.Release();
        }
    }

    private void Log(StatementBatch batch)
    {
        if (!_logger.IsEnabled(LogLevel.Debug))
        {
            return;
        }

        LogBatch(batch.Statements.Count);
        foreach (var statement in batch.Statements)
        {
            LogStatement(statement.Sql.Text);
        }
    }

    [LoggerMessage(2, LogLevel.Debug, "A round trip with {Count} statements", EventName = "Batch")]
    private partial void LogBatch(int count);

    [LoggerMessage(1, LogLevel.Debug, "Statement: {Text}", EventName = "Statement")]
    private partial void LogStatement(string text);

    private enum Mode
    {
        Read,
        Statement,
        Transaction,
    }
}
