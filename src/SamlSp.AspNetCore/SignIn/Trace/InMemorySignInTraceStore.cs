namespace SamlSp.AspNetCore;

/// <summary>Attempts of one process, the newest ones; gone when it stops.</summary>
/// <param name="clock">Tells whose details are over.</param>
/// <param name="capacity">Most attempts that are kept. Default 10,000.</param>
internal sealed class InMemorySignInTraceStore(TimeProvider clock, int capacity = 10_000) : ISignInTraceStore
{
    private readonly Lock _lock = new();
    private readonly Queue<SignInTraceEntry> _oldestFirst = [];

    /// <inheritdoc />
    public Task AddAsync(IReadOnlyList<SignInTraceEntry> entries, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entries);
        lock (_lock)
        {
            foreach (var entry in entries)
            {
                _oldestFirst.Enqueue(entry with { Values = null });
                if (_oldestFirst.Count > capacity)
                {
                    _oldestFirst.Dequeue();
                }
            }
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task<SignInTraceEntry?> FindAsync(string reference, CancellationToken cancellationToken)
    {
        var found = All().Find(e => e.Reference == reference);
        return Task.FromResult(found?.Detail is { } detail && detail.Until <= clock.GetUtcNow() ? found with { Detail = null } : found);
    }

    /// <inheritdoc />
    public Task<SignInTraceValues?> FindValuesAsync(string organization, string reference, CancellationToken cancellationToken) =>
        Task.FromResult<SignInTraceValues?>(null);

    /// <inheritdoc />
    public Task<IReadOnlyList<SignInTraceEntry>> ListAsync(SignInTraceQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        var newest = Matching(query).OrderByDescending(e => e.At).ThenByDescending(e => e.Reference, StringComparer.Ordinal).ToList();
        if (query.OldestFirst)
        {
            newest.Reverse();
        }

        var rest = query.After is { } last ? newest.Skip(newest.FindIndex(e => e.Reference == last.Reference) + 1) : newest;
        return Task.FromResult<IReadOnlyList<SignInTraceEntry>>([
            .. rest.Take(Math.Clamp(query.Limit, 1, 500)).Select(e => e with { Detail = null }),
        ]);
    }

    /// <inheritdoc />
    public Task<int> CountAsync(SignInTraceQuery query, int limit, CancellationToken cancellationToken) =>
        Task.FromResult(Matching(query).Take(limit).Count());

    /// <inheritdoc />
    public Task<IReadOnlyDictionary<string, SignInTraceEntry>> FindOfSessionsAsync(
        string organization,
        IReadOnlyCollection<Session> sessions,
        CancellationToken cancellationToken
    )
    {
        var wanted = sessions.Select(s => SessionReference.FromId(s.Id)).ToHashSet(StringComparer.Ordinal);
        return Task.FromResult<IReadOnlyDictionary<string, SignInTraceEntry>>(
            Of(organization)
                .Where(e => e.Session is not null && wanted.Contains(e.Session))
                .GroupBy(e => e.Session!, StringComparer.Ordinal)
                .ToDictionary(g => g.Key, g => g.First() with { Detail = null }, StringComparer.Ordinal)
        );
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<SignInTraceCount>> CountAsync(
        string organization,
        DateTimeOffset from,
        DateTimeOffset before,
        CancellationToken cancellationToken
    ) =>
        Task.FromResult<IReadOnlyList<SignInTraceCount>>([
            .. Of(organization)
                .Where(e => e.At >= from && e.At < before)
                .GroupBy(e => (Hour: SignInTraceCount.HourOf(e.At), e.Code))
                .OrderBy(g => g.Key.Hour)
                .ThenBy(g => g.Key.Code, StringComparer.Ordinal)
                .Select(g => new SignInTraceCount(g.Key.Hour, g.Key.Code, g.Count())),
        ]);

    /// <inheritdoc />
    public Task<int> CleanAsync(DateTimeOffset olderThan, DateTimeOffset now, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var (before, entries) = (_oldestFirst.Count, _oldestFirst.ToArray());
            _oldestFirst.Clear();
            foreach (var entry in entries)
            {
                if (entry.At >= olderThan)
                {
                    _oldestFirst.Enqueue(entry.Detail is { } detail && detail.Until <= now ? entry with { Detail = null } : entry);
                }
            }

            return Task.FromResult(before - _oldestFirst.Count);
        }
    }

    private List<SignInTraceEntry> All()
    {
        lock (_lock)
        {
            return [.. _oldestFirst];
        }
    }

    private IEnumerable<SignInTraceEntry> Matching(SignInTraceQuery query) =>
        Of(query.Organization)
            .Where(e =>
                (query.Accepted is null || e.Accepted == query.Accepted)
                && (query.Code is null || e.Code == query.Code)
                && (query.UserId is null || e.UserId == query.UserId)
            )
            .Where(e => (query.From is null || e.At >= query.From) && (query.Before is null || e.At < query.Before));

    private IEnumerable<SignInTraceEntry> Of(string organization) =>
        All().Where(e => string.Equals(e.Organization, organization, StringComparison.OrdinalIgnoreCase));
}
