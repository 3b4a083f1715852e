using System.Collections.Concurrent;

namespace SamlSp.AspNetCore;

/// <summary>Sessions of one process; lost when it stops.</summary>
internal sealed class InMemorySessionStore(TimeProvider clock) : ISessionStore, ISessionVersion
{
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(1);

    private readonly ConcurrentDictionary<string, Session> _sessions = new(StringComparer.Ordinal);
    private long _nextSweep;
    private long _version;

    /// <inheritdoc />
    public long? Version => Interlocked.Read(ref _version);

    /// <inheritdoc />
    public Task AddAsync(Session session, CancellationToken cancellationToken)
    {
        Sweep();
        _sessions[session.Id] = session;
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask<Session?> FindAsync(string id, CancellationToken cancellationToken) => new(_sessions.GetValueOrDefault(id));

    /// <inheritdoc />
    public Task<IReadOnlyList<Session>> ListAsync(SessionSelector selector, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return Task.FromResult<IReadOnlyList<Session>>([
            .. _sessions.Values.Where(s => s.IsLive(now) && selector.Matches(s)).OrderByDescending(s => s.CreatedAt),
        ]);
    }

    /// <inheritdoc />
    public async Task<int> EndAsync(SessionSelector selector, SessionEndCause cause, CancellationToken cancellationToken)
    {
        var ended = 0;
        foreach (var session in await ListAsync(selector, cancellationToken))
        {
            if (_sessions.TryUpdate(session.Id, session with { EndedAt = clock.GetUtcNow(), EndedBy = cause }, session))
            {
                ended++;
            }
        }

        Interlocked.Increment(ref _version);
        SamlSpTelemetry.CountEnded(ended, cause);
        return ended;
    }

    private void Sweep()
    {
        var now = clock.GetUtcNow();
        if (now.Ticks < Interlocked.Read(ref _nextSweep))
        {
            return;
        }

        Interlocked.Exchange(ref _nextSweep, (now + TimeSpan.FromMinutes(5)).Ticks);
        foreach (var (id, session) in _sessions)
        {
            if ((session.EndedAt ?? session.ExpiresAt) + Remembered < now)
            {
                _sessions.TryRemove(id, out _);
            }
        }
    }
}
