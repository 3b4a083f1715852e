using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace SamlSp.AspNetCore;

/// <summary>
/// A request. It is aborted when its session ends: at once if its answer has begun (a WebSocket, an event stream, a download), and after
/// half a second otherwise, since that is a request that may be ending its own session.
/// </summary>
/// <remarks>
/// The server uses a request's objects for the next one. So an abort and the request's end exclude each other: the end waits for an abort
/// that has begun, and after the end there is none.
/// </remarks>
internal sealed class OpenRequest : OpenConnection, ISessionObserver, ISamlSpSessionFeature
{
    private const int Open = 0;
    private const int Aborting = 1;
    private const int Released = 2;
    private const int SweepsUnanswered = 2;
    private const int SweepsHandled = 3;

    private readonly OpenConnections _open;
    private readonly IFeatureCollection _features;
    private readonly IHttpResponseFeature? _response;
    private readonly IHttpRequestLifetimeFeature? _lifetime;
    private CancellationTokenSource? _ended;
    private TaskCompletionSource? _aborting;
    private int _state;
    private volatile bool _isHandled;

    /// <summary>Creates it at the guard. A scheme that authenticates later ties it to the session then.</summary>
    public OpenRequest(OpenConnections open, IFeatureCollection features)
    {
        (_open, _features) = (open, features);
        _response = features.Get<IHttpResponseFeature>();
        _lifetime = features.Get<IHttpRequestLifetimeFeature>();
        if (features.Get<Session>() is { } session)
        {
            Authenticated(session, features.Get<PresentedToken>());
        }
        else
        {
            features.Set<ISessionObserver>(this);
        }
    }

    /// <inheritdoc />
    public CancellationToken SessionEnded
    {
        get
        {
            var source = LazyInitializer.EnsureInitialized(ref _ended);
            if (IsOver)
            {
                source.Cancel();
            }

            return source.Token;
        }
    }

    /// <summary>The guard's entry of a request; null without the guard.</summary>
    public static OpenRequest? Find(IFeatureCollection features) => RequestSession.Observer(features) as OpenRequest;

    /// <inheritdoc />
    public void Authenticated(Session session, PresentedToken? token)
    {
        if (_state == Released)
        {
            return;
        }

        Tie(session, token);
        if (List is null)
        {
            _features.Set<ISamlSpSessionFeature>(this);
            _open.Add(this);
        }
    }

    /// <summary>Lets the request outlive its session: a short one that ends the session itself, and has to answer.</summary>
    public void Release()
    {
        if (Interlocked.CompareExchange(ref _state, Released, Open) == Open)
        {
            OpenConnections.Remove(this);
        }
    }

    /// <summary>A hub closes this connection. The abort then comes after that, for clients that stay connected.</summary>
    public void HandOver() => _isHandled = true;

    /// <summary>The request is over, and is not aborted any more. Waits for an abort that has begun.</summary>
    public Task CompleteAsync()
    {
        OpenConnections.Remove(this);
        return Interlocked.CompareExchange(ref _state, Released, Open) == Aborting ? _aborting!.Task : Task.CompletedTask;
    }

    /// <inheritdoc />
    internal override bool TryCut(int sweeps)
    {
        var patience =
            _isHandled ? SweepsHandled
            : _response?.HasStarted == true ? 0
            : SweepsUnanswered;
        if (sweeps < patience)
        {
            return false;
        }

        Abort();
        return true;
    }

    /// <summary>Aborts it, unless it is over.</summary>
    public void Abort()
    {
        // Whoever waits goes on elsewhere: the abort may run code of the request.
        Interlocked.CompareExchange(ref _aborting, new(TaskCreationOptions.RunContinuationsAsynchronously), null);
        if (Interlocked.CompareExchange(ref _state, Aborting, Open) == Open)
        {
            try
            {
                _lifetime?.Abort();
            }
            finally
            {
                _aborting.SetResult();
            }
        }
    }

    /// <inheritdoc />
    protected override void OnEnded() => _ = Volatile.Read(ref _ended)?.CancelAsync();
}
