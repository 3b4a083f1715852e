using System.Collections.Concurrent;

namespace SamlSp.AspNetCore;

/// <summary>
/// Which sessions were used, to five minutes: a request costs one look-up in memory, and the store hears of it later. Only where a store
/// asks for it.
/// </summary>
internal sealed class SessionUses(TimeProvider clock)
{
    /// <summary>How exact a last use is.</summary>
    public static readonly TimeSpan Precision = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, Use> _uses = new(StringComparer.Ordinal);

    /// <summary>Notes that a request came with a session.</summary>
    public void Note(Session session)
    {
        var period = clock.GetUtcNow().UtcTicks / Precision.Ticks;
        if (!_uses.TryGetValue(session.Id, out var known) || known.Period != period)
        {
            _uses[session.Id] = new(period, session.Organization, IsWritten: false);
        }
    }

    /// <summary>The uses that nobody has taken yet. Those of earlier periods are forgotten.</summary>
    public IReadOnlyList<(string Organization, string SessionId, DateTimeOffset At)> Take()
    {
        var taken = new List<(string, string, DateTimeOffset)>();
        var now = clock.GetUtcNow().UtcTicks / Precision.Ticks;
        foreach (var pair in _uses)
        {
            var (id, use) = pair;
            if (!use.IsWritten)
            {
                taken.Add((use.Organization, id, new(use.Period * Precision.Ticks, TimeSpan.Zero)));
                _uses.TryUpdate(id, use with { IsWritten = true }, use);
            }
            else if (use.Period != now)
            {
                _uses.TryRemove(pair);
            }
        }

        return taken;
    }

    private sealed record Use(long Period, string Organization, bool IsWritten);
}
