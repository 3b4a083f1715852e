using SamlSp.Directory;

namespace SamlSp.Scim;

/// <summary>
/// What planned writes have to know. Writes that are planned together read together: when each of them waits for what it asked for, or is
/// planned, what they asked for is one round trip.
/// </summary>
internal sealed class SharedReads(Store store)
{
    private readonly List<(StatementBatch Batch, TaskCompletionSource<IReadOnlyList<SqlResult>> Results)> _waiting = [];

    /// <summary>Asks for rows. Nothing else may be waited for while a write is planned.</summary>
    public Task<IReadOnlyList<SqlResult>> ReadAsync(StatementBatch batch)
    {
        // Completed on the thread that reads: when that returns, each plan has gone on as far as it can.
        var results = new TaskCompletionSource<IReadOnlyList<SqlResult>>();
        _waiting.Add((batch, results));
        return results.Task;
    }

    /// <summary>Reads for plans until all of them are made.</summary>
    public async Task RunAsync(IReadOnlyCollection<Task> plans, CancellationToken cancellationToken)
    {
        while (plans.Any(plan => !plan.IsCompleted))
        {
            var round = _waiting.ToArray();
            _waiting.Clear();
            if (round.Length == 0)
            {
                throw new InvalidOperationException("A plan waits for something else than what it reads.");
            }

            var batch = new StatementBatch();
            var places = Array.ConvertAll(round, waiting => batch.Append(waiting.Batch));
            var results = await store.ReadAsync(batch, cancellationToken);
            for (var i = 0; i < round.Length; i++)
            {
                round[i].Results.SetResult([.. results.Skip(places[i]).Take(round[i].Batch.Statements.Count)]);
            }
        }
    }
}
