using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using SamlSp.AspNetCore;

namespace SamlSp.Directory;

/// <summary>Sessions in memory, by reference. What was ended elsewhere is thrown out by <see cref="ChangeFeed"/>.</summary>
internal sealed class SessionCache(StoreSettings settings, TimeProvider clock)
{
    private const int MaxMissing = 10_000;
    private static readonly TimeSpan MissingFor = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, Session> _sessions = new(StringComparer.Ordinal);

    /// <summary>The same by ID, so that a request need not hash it.</summary>
    private readonly ConcurrentDictionary<string, Session> _byId = new(StringComparer.Ordinal);

    private readonly ConcurrentDictionary<string, long> _missing = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private long _generation;

    /// <summary>How many sessions are in memory.</summary>
    public int Count => _sessions.Count;

    /// <summary>
    /// Counts what was thrown out. Whoever loads a session notes it before asking the store and hands it back with the session: what was
    /// ended in between is then not kept.
    /// </summary>
    public long Generation => Interlocked.Read(ref _generation);

    public bool TryGet(string reference, [NotNullWhen(true)] out Session? session) => _sessions.TryGetValue(reference, out session);

    public bool TryGetById(string id, [NotNullWhen(true)] out Session? session) => _byId.TryGetValue(id, out session);

    public void Add(string reference, Session session, long generation)
    {
        lock (_lock)
        {
            if (generation != _generation)
            {
                return;
            }

            if (_sessions.Count >= settings.Options.CachedSessions)
            {
                Shrink();
            }

            _sessions[reference] = session;
            _byId[session.Id] = session;
        }
    }

    public void Remove(IEnumerable<string> references)
    {
        lock (_lock)
        {
            foreach (var reference in references)
            {
                Drop(reference);
            }

            // Afterwards: whoever sees the new number does not find what was thrown out.
            Interlocked.Increment(ref _generation);
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _sessions.Clear();
            _byId.Clear();
            Interlocked.Increment(ref _generation);
        }
    }

    /// <summary>
    /// Whether the store was asked for this in vain a moment ago. IDs are random: one that was unknown then is unknown now.
    /// </summary>
    public bool IsMissing(string reference) => _missing.TryGetValue(reference, out var at) && clock.GetElapsedTime(at) < MissingFor;

    public void AddMissing(string reference)
    {
        if (_missing.Count >= MaxMissing)
        {
            _missing.Clear();
        }

        _missing[reference] = clock.GetTimestamp();
    }

    private void Drop(string reference)
    {
        if (_sessions.TryRemove(reference, out var session))
        {
            _byId.TryRemove(session.Id, out _);
        }
    }

    /// <summary>Makes room by a tenth, at random (which is how the dictionary is ordered).</summary>
    private void Shrink()
    {
        foreach (var reference in _sessions.Keys.Take(_sessions.Count / 10 + 1))
        {
            Drop(reference);
        }
    }
}
