namespace SamlSp.AspNetCore;

/// <summary>
/// Something open that ends with a session: a request, the connection of a hub, a circuit. <see cref="OpenConnections"/> tells it of the
/// end.
/// </summary>
internal abstract class OpenConnection
{
    private const long Never = -1;

    private Session? _session;
    private PresentedToken? _token;
    private long _endsAt;
    private int _isOver;
    private long _confirmed = Never;

    /// <summary>The session. A newer state of it takes its place while the connection is open.</summary>
    public Session Session => Volatile.Read(ref _session)!;

    /// <summary>The access token by which the connection was opened; null if it was the session's cookie.</summary>
    public PresentedToken? Token => Volatile.Read(ref _token);

    /// <summary>The end of the session, or of the token if that is earlier, UTC.</summary>
    public DateTimeOffset EndsAt => new(Interlocked.Read(ref _endsAt), TimeSpan.Zero);

    /// <summary>Whether the connection was told that its session has ended.</summary>
    public bool IsOver => Volatile.Read(ref _isOver) != 0;

    /// <summary>The list that it is in, and its neighbours there; guarded by the list's lock.</summary>
    internal OpenConnectionList? List { get; set; }

    internal OpenConnection? Previous { get; set; }

    internal OpenConnection? Next { get; set; }

    /// <summary>Whether a sweep has met it before. Most requests are over by then.</summary>
    internal bool IsOld { get; set; }

    /// <summary>The sweeps since the end.</summary>
    internal int SweepsOver { get; set; }

    /// <summary>How often the token is still to be looked up, because something was changed about its session.</summary>
    internal int TokenChecks { get; set; }

    /// <summary>When the session was last found to be live, as <see cref="TimeProvider.GetTimestamp"/> gave it.</summary>
    internal long ConfirmedAt { get; set; }

    /// <summary>Ties it to a session, before it is added or by the request itself.</summary>
    public void Tie(Session session, PresentedToken? token)
    {
        Volatile.Write(ref _token, token);
        Interlocked.Exchange(ref _endsAt, EndOf(session, token));
        Volatile.Write(ref _session, session);
        Volatile.Write(ref _confirmed, Never);
    }

    /// <summary>The session was found to be live.</summary>
    /// <param name="session">The state that was looked up. If the connection has another session by now, nothing happens.</param>
    /// <param name="found">Its newer state.</param>
    /// <param name="version">The <see cref="ISessionVersion.Version"/> before it was looked up.</param>
    internal void Confirm(Session session, Session found, long? version)
    {
        if (ReferenceEquals(Interlocked.CompareExchange(ref _session, found, session), session))
        {
            Interlocked.Exchange(ref _endsAt, EndOf(found, Token));
            Volatile.Write(ref _confirmed, version ?? Never);
        }
    }

    /// <summary>Whether nothing has ended since the session was found to be live.</summary>
    /// <param name="version">The <see cref="ISessionVersion.Version"/> now.</param>
    internal bool IsConfirmed(long? version) => version is not null && Volatile.Read(ref _confirmed) == version;

    /// <summary>Whether the session is over at an instant, as far as is known here.</summary>
    public bool HasEnded(DateTimeOffset now) => IsOver || now >= EndsAt;

    /// <summary>Tells it, once, that the session has ended.</summary>
    internal void End()
    {
        if (Interlocked.Exchange(ref _isOver, 1) == 0)
        {
            OnEnded();
        }
    }

    /// <summary>Cuts it, unless it gets more time to say goodbye; returns whether it is cut.</summary>
    /// <param name="sweeps">The sweeps since it was told of the end.</param>
    internal abstract bool TryCut(int sweeps);

    /// <summary>The session has ended.</summary>
    protected abstract void OnEnded();

    private static long EndOf(Session session, PresentedToken? token) =>
        (token is not null && token.ExpiresAt < session.ExpiresAt ? token.ExpiresAt : session.ExpiresAt).UtcTicks;
}
