using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SamlSp.AspNetCore;

namespace SamlSp.Directory;

/// <summary>
/// Follows what other processes change: asks once a second, and at once when <see cref="ChangeListener"/> hears of something. While it is
/// fresh, what is in memory is as good as what is in the store, give or take two seconds.
/// </summary>
internal sealed partial class ChangeFeed(
    Store store,
    SessionCache cache,
    TokenCache tokens,
    OrgUnitPolicyCache policies,
    OrganizationReloads reloads,
    TimeProvider clock,
    ILogger<ChangeFeed> logger
) : BackgroundService
{
    /// <summary>How long changes are kept for readers.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromHours(2);

    private const int Batch = 500;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(2);

    private readonly AsyncSignal _wake = new();
    private readonly SemaphoreSlim _one = new(1, 1);
    private long? _newest;
    private long _freshAt;
    private volatile bool _down;

    /// <summary>Whether everything that was ended up to two seconds ago is known here.</summary>
    public bool IsFresh => SinceFresh < FreshFor;

    /// <summary>Since when nothing was heard of the store; for ever before the first answer.</summary>
    public TimeSpan SinceFresh => Interlocked.Read(ref _freshAt) is not 0 and var at ? clock.GetElapsedTime(at) : TimeSpan.MaxValue;

    /// <summary>Whether the store did not answer when it was last asked.</summary>
    public bool IsDown => _down;

    /// <summary>Asks now instead of at the end of the second.</summary>
    public void Wake() => _wake.Set();

    /// <summary>Asks the store once; returns whether it answered.</summary>
    public async Task<bool> PollAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        await _one.WaitAsync(cancellationToken);
        try
        {
            var asked = clock.GetTimestamp();
            await FollowAsync(patience.Token);
            Interlocked.Exchange(ref _freshAt, asked);
            if (_down)
            {
                LogBack();
            }

            _down = false;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            if (!_down)
            {
                LogLost("it does not answer");
            }

            _down = true;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Whatever it is: a node that stops following must not go on as if it did, and must not fall over either.
            if (!_down)
            {
                LogLost(e.Message);
            }

            _down = true;
        }
        finally
        {
            _one.Release();
        }

        return !_down;
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        _wake.Dispose();
        _one.Dispose();
        base.Dispose();
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            await PollAsync(stoppingToken);
            await _wake.WaitAsync(Interval, stoppingToken);
        }
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_newest is not { } newest)
            {
                _newest = (await store.ReadAsync(ChangeSql.Newest, [], cancellationToken))[0].NumberOrNull(0) ?? 0;
                cache.Clear();
                policies.Clear();
                reloads.AskForAll();
                return;
            }

            // The newest change that was seen comes again, as proof that none was lost: it is gone when the store was exchanged, or after
            // hours without contact.
            var rows = await store.ReadAsync(ChangeSql.From, [newest, (long)Batch], cancellationToken);
            var changes = rows.Select(ChangeSql.ToRow).ToList();
            if (changes.Count == 0 || changes[0].Number != newest)
            {
                _newest = null;
                continue;
            }

            if (changes.Count == 1)
            {
                return;
            }

            Follow(changes.Skip(1).ToList());
            _newest = changes[^1].Number;
            if (changes.Count < Batch)
            {
                return;
            }
        }
    }

    private void Follow(IReadOnlyList<ChangeRow> changes)
    {
        // First, so that whoever finds the session changed finds its tokens changed as well.
        if (changes.Any(c => c.Kind is ChangeKind.SessionEnded or ChangeKind.SessionsChanged))
        {
            tokens.Clear();
        }

        if (changes.Any(c => c.Kind == ChangeKind.SessionsChanged))
        {
            cache.Clear();
        }
        else
        {
            cache.Remove(changes.Where(c => c.Kind == ChangeKind.SessionEnded).Select(c => c.Session));
        }

        if (changes.Any(c => c.Kind == ChangeKind.PoliciesChanged))
        {
            policies.Clear();
        }

        foreach (var change in changes.Where(c => c.Kind == ChangeKind.OrganizationChanged))
        {
            reloads.AskFor(change.Subject);
        }
    }

    [LoggerMessage(
        1,
        LogLevel.Error,
        "The store cannot be reached: {Error}. Sessions that are known here go on for a while; nobody can sign in.",
        EventName = "StoreLost"
    )]
    private partial void LogLost(string error);

    [LoggerMessage(2, LogLevel.Information, "The store can be reached again", EventName = "StoreBack")]
    private partial void LogBack();
}
