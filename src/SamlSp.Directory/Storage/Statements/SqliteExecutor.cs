using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using SamlSp.AspNetCore;

namespace SamlSp.Directory;

/// <summary>
/// Runs batches at SQLite. It has one writer at a time, and a commit waits for the disk: what waits meanwhile is gathered, and goes into
/// the next transaction together, each batch in a savepoint of its own.
/// </summary>
/// <param name="settings">The store's settings.</param>
/// <param name="writer">The turn to write, shared with everything else that writes.</param>
internal sealed class SqliteExecutor(StoreSettings settings, SemaphoreSlim writer) : IStatementExecutor, IDisposable
{
    private const int MaxGroup = 64;
    private const int MaxReaders = 16;

    private readonly ConcurrentQueue<SqliteWrite> _queue = new();
    private readonly ConcurrentBag<SqliteSession> _readers = [];
    private SqliteSession? _session;
    private volatile bool _forgotten;
    private int _isRunning;

    /// <inheritdoc />
    public Task<IReadOnlyList<SqlResult>> ReadAsync(StatementBatch batch, CancellationToken cancellationToken)
    {
        // SQLite has no asynchronous calls.
        cancellationToken.ThrowIfCancellationRequested();
        if (!_readers.TryTake(out var session) || !session.IsUsable)
        {
            session?.Dispose();
            session = new(settings);
        }

        IReadOnlyList<SqlResult> results;
        try
        {
            results = session.Run(batch);
        }
        catch
        {
            session.Dispose();
            throw;
        }

        if (_readers.Count < MaxReaders)
        {
            _readers.Add(session);
        }
        else
        {
            session.Dispose();
        }

        return Task.FromResult(results);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<SqlResult>> WriteAsync(StatementBatch batch, CancellationToken cancellationToken)
    {
        var write = new SqliteWrite(batch);
        _queue.Enqueue(write);
        StartRunning();
        try
        {
            return await write.Results.WaitAsync(Store.MaxQueueTime, cancellationToken);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException && !write.Results.IsCompleted)
        {
            if (!write.TryTake())
            {
                // It has begun, and will be done or not in a moment.
                return await write.Results;
            }

            cancellationToken.ThrowIfCancellationRequested();
            throw new StoreUnavailableException($"The store is busy ({settings.Place}): no turn to write came up.");
        }
    }

    /// <inheritdoc />
    public void Forget()
    {
        _forgotten = true;
        while (_readers.TryTake(out var session))
        {
            session.Dispose();
        }
    }

    /// <summary>Closes everything, when what is being written is done. What comes later is refused.</summary>
    public void Dispose()
    {
        if (writer.Wait(Store.MaxQueueTime))
        {
            _session?.Dispose();
            _session = null;
        }

        Forget();
        while (_queue.TryDequeue(out var write))
        {
            write.Fail(new ObjectDisposedException(nameof(Store)));
        }
    }

    private void StartRunning()
    {
        if (Interlocked.CompareExchange(ref _isRunning, 1, 0) == 0)
        {
            _ = Task.Run(RunQueueAsync);
        }
    }

    private async Task RunQueueAsync()
    {
        while (!_queue.IsEmpty)
        {
            await writer.WaitAsync();
            try
            {
                RunGroup();
            }
            finally
            {
                writer.Release();
            }
        }

        Volatile.Write(ref _isRunning, 0);
        if (!_queue.IsEmpty)
        {
            StartRunning();
        }
    }

    private void RunGroup()
    {
        var group = new List<SqliteWrite>();
        while (group.Count < MaxGroup && _queue.TryDequeue(out var next))
        {
            if (next.TryTake())
            {
                group.Add(next);
            }
        }

        if (group.Count == 0)
        {
            return;
        }

        try
        {
            if (_session is { IsUsable: false } || _forgotten)
            {
                _forgotten = false;
                _session?.Dispose();
                _session = null;
            }

            _session ??= new(settings);
            _session.Run("BEGIN IMMEDIATE");
            foreach (var write in group)
            {
                RunOne(_session, write);
            }

            _session.Run("COMMIT");
        }
        catch (Exception e)
        {
            // Whatever it is, nothing of this transaction is on the disk: closing the connection rolls it back.
            _session?.Dispose();
            _session = null;
            group.ForEach(write => write.Fail(e));
            return;
        }

        group.ForEach(write => write.Complete());
    }

    /// <summary>Runs one batch; one that fails takes nothing else with it.</summary>
    private static void RunOne(SqliteSession session, SqliteWrite write)
    {
        session.Run("SAVEPOINT one");
        try
        {
            write.Keep(session.Run(write.Batch));
        }
        catch (SqliteException e)
        {
            // This fails where SQLite has rolled back the whole transaction, as for a full disk: then all of the group fails.
            session.Run("ROLLBACK TO one");
            write.Fail(e);
        }

        session.Run("RELEASE one");
    }
}
