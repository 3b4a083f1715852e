namespace SamlSp.Directory;

/// <summary>A batch that waits for its turn to be written.</summary>
internal sealed class SqliteWrite(StatementBatch batch)
{
    private readonly TaskCompletionSource<IReadOnlyList<SqlResult>> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IReadOnlyList<SqlResult>? _results;
    private int _isTaken;

    public StatementBatch Batch => batch;

    /// <summary>Completed when the commit is on the disk.</summary>
    public Task<IReadOnlyList<SqlResult>> Results => _done.Task;

    /// <summary>Begins it; false when nobody waits for it any more.</summary>
    public bool TryBegin() => Interlocked.Exchange(ref _isTaken, 1) == 0;

    /// <summary>Gives it up; false when it has begun.</summary>
    public bool TryAbandon() => TryBegin();

    /// <summary>Keeps the results until the commit.</summary>
    public void Keep(IReadOnlyList<SqlResult> results) => _results = results;

    public void Complete() => _done.TrySetResult(_results ?? []);

    public void Fail(Exception fault) => _done.TrySetException(fault);
}
