using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace SamlSp.AspNetCore;

/// <summary>
/// Everything open that belongs to a session. A sweep four times a second ends what is over by time. If any session may have ended since
/// the last one, it asks the session store about the rest: that answers from memory, and knows what was ended on another node.
/// </summary>
internal sealed class OpenConnections : BackgroundService
{
    /// <summary>The time between two sweeps.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// How long a connection goes on if its session cannot be looked up. While a store knows the session from before, it answers itself.
    /// </summary>
    private static readonly TimeSpan Unconfirmed = TimeSpan.FromSeconds(10);

    /// <summary>A store that cannot say whether any session may have ended is asked at every fourth sweep.</summary>
    private const int SweepsOfLookUp = 4;

    /// <summary>How many sessions are looked up at once if the store does not answer from memory.</summary>
    private const int LookUps = 8;

    /// <summary>For how many sweeps a token is looked up after a change: the two seconds after which any cache knows of it.</summary>
    private const int TokenChecks = 8;

    private readonly ISessionStore _sessions;
    private readonly ITokenStore _tokens;
    private readonly TimeProvider _clock;
    private readonly ILogger<OpenConnections> _logger;
    private readonly OpenConnectionList[] _lists;
    private readonly List<OpenConnection> _old = [];
    private readonly List<OpenConnection> _checked = [];
    private Task _check = Task.CompletedTask;
    private long? _version;
    private int _sweep;
    private int _nextCheck;
    private int _cut;

    public OpenConnections(ISessionStore sessions, ITokenStore tokens, TimeProvider clock, ILogger<OpenConnections> logger)
    {
        (_sessions, _tokens, _clock, _logger) = (sessions, tokens, clock, logger);
        _lists = new OpenConnectionList[System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Environment.ProcessorCount)];
        for (var i = 0; i < _lists.Length; i++)
        {
            _lists[i] = new();
        }
    }

    /// <summary>How many there are.</summary>
    internal int Count => All().Count;

    /// <summary>Adds a connection that is tied to its session.</summary>
    public void Add(OpenConnection connection) => _lists[Environment.CurrentManagedThreadId & (_lists.Length - 1)].Add(connection);

    /// <summary>Removes a connection that was closed.</summary>
    public static void Remove(OpenConnection connection) => connection.List?.Remove(connection);

    /// <summary>Ends what was opened with a family of tokens that has ended here.</summary>
    public void EndTokens(string familyId)
    {
        foreach (var connection in All().Where(c => c.Token?.FamilyId == familyId))
        {
            End(connection);
        }
    }

    /// <summary>
    /// Ends what is over by time, and cuts what was ended before. Whether the others were ended early is asked for beside it.
    /// </summary>
    internal void Sweep()
    {
        _old.Clear();
        foreach (var list in _lists)
        {
            list.CopyOldTo(_old);
        }

        // (1) A slow store holds up the look-ups, and never the ends by time.
        var looksUp = _check.IsCompleted;
        if (looksUp)
        {
            _checked.Clear();
            _version = (_sessions as ISessionVersion)?.Version;
            looksUp = _version is not null || _sweep++ % SweepsOfLookUp == 0;
        }

        // (2) The ends by time, and those that were found before.
        var (now, timestamp) = (_clock.GetUtcNow(), _clock.GetTimestamp());
        foreach (var connection in _old)
        {
            if (connection.HasEnded(now))
            {
                End(connection);
            }
            else if (looksUp && (!connection.IsConfirmed(_version) || connection.TokenChecks > 0))
            {
                _checked.Add(connection);
            }
            else if (looksUp)
            {
                connection.ConfirmedAt = timestamp;
            }
        }

        // (3) The look-ups.
        if (looksUp && _checked.Count > 0)
        {
            _nextCheck = 0;
            _check = CheckAllAsync();
        }

        if (Interlocked.Exchange(ref _cut, 0) is > 0 and var cut)
        {
            SamlSpTelemetry.ConnectionsCut.Add(cut);
            _logger.ConnectionsCut(cut);
        }
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, _clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                Sweep();
            }
            catch (Exception e)
            {
                // One connection that cannot be cut must not keep the others open.
                _logger.SweepFailed(e);
            }
        }
    }

    private List<OpenConnection> All()
    {
        var all = new List<OpenConnection>();
        foreach (var list in _lists)
        {
            list.CopyTo(all);
        }

        return all;
    }

    /// <summary>
    /// Tells a connection of the end, and cuts it when it is time to. Code of the application may fail in it, and must not keep other
    /// connections open.
    /// </summary>
    private void End(OpenConnection connection)
    {
        try
        {
            connection.End();
            if (connection.TryCut(connection.SweepsOver++))
            {
                Remove(connection);
                Interlocked.Increment(ref _cut);
            }
        }
        catch (Exception e)
        {
            _logger.SweepFailed(e);
        }
    }

    /// <summary>
    /// Several look-ups at once share the work. If the store answers from memory, the first one does all of it, here and now.
    /// </summary>
    private Task CheckAllAsync()
    {
        var workers = new Task[LookUps];
        for (var i = 0; i < workers.Length; i++)
        {
            workers[i] = CheckSomeAsync();
        }

        return Task.WhenAll(workers);
    }

    private async Task CheckSomeAsync()
    {
        for (int i; (i = Interlocked.Increment(ref _nextCheck) - 1) < _checked.Count; )
        {
            if (!_checked[i].IsOver)
            {
                await CheckAsync(_checked[i]);
            }
        }
    }

    private async ValueTask CheckAsync(OpenConnection connection)
    {
        var (session, token) = (connection.Session, connection.Token);
        Session? found;
        try
        {
            found = await _sessions.FindAsync(session.Id, CancellationToken.None);
            if (token is not null && !ReferenceEquals(found, session))
            {
                connection.TokenChecks = TokenChecks;
            }

            if (token is not null && connection.TokenChecks > 0)
            {
                connection.TokenChecks--;
                if (await _tokens.FindAsync(token.Hash, CancellationToken.None) is not { Family.EndedAt: null })
                {
                    found = null;
                }
            }
        }
        catch (Exception e)
        {
            if (connection.ConfirmedAt is 0)
            {
                connection.ConfirmedAt = _clock.GetTimestamp();
            }
            else if (_clock.GetElapsedTime(connection.ConfirmedAt) > Unconfirmed)
            {
                _logger.ConnectionUnconfirmed(e);
                End(connection);
            }

            return;
        }

        connection.ConfirmedAt = _clock.GetTimestamp();
        if (found is not null && found.IsLive(_clock.GetUtcNow()))
        {
            connection.Confirm(session, found, _version);
        }
        else if (ReferenceEquals(connection.Session, session))
        {
            // Otherwise the request was authenticated anew meanwhile, by another session.
            End(connection);
        }
    }
}
