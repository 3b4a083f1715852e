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

    /// <summary>Takes it, to run it or to give it up; false when the other side was first.</summary>
    public bool TryTake() => Interlocked.Exchange(ref _isTaken, 1) == 0;

    /// <summary>Keeps the results until the commit.</summary>
    public void Keep(IReadOnlyList<SqlResult> results) => _results = results;

    public void Complete() => _done.TrySetResult(_results ?? []);

    public void Fail(Exception fault) => _done.TrySetException(fault);
}
