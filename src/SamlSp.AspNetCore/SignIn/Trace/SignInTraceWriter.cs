using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace SamlSp.AspNetCore;

/// <summary>
/// Writes attempts to the store behind the back of those who sign in: a trace that cannot be written is no reason to refuse anybody, nor to
/// make them wait. What cannot be written is kept in memory, and written when the store is back. Cleans up every few minutes.
/// </summary>
internal sealed class SignInTraceWriter : BackgroundService
{
    private const int Queue = 10_000;
    private const int Batch = 200;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan CleanEvery = TimeSpan.FromMinutes(5);

    private readonly ISignInTraceStore _store;
    private readonly SamlSpSchemes _schemes;
    private readonly TimeProvider _clock;
    private readonly ILogger<SignInTraceWriter> _logger;
    private readonly Channel<SignInTraceEntry> _queue;

    /// <summary>Everything that is not written yet, by reference number.</summary>
    private readonly ConcurrentDictionary<string, SignInTraceEntry> _unwritten = new(StringComparer.Ordinal);

    /// <summary>What was taken from the queue, and could not be written.</summary>
    private readonly List<SignInTraceEntry> _batch = new(Batch);
    private readonly SemaphoreSlim _one = new(1, 1);
    private bool _failing;
    private int _lost;

    public SignInTraceWriter(ISignInTraceStore store, SamlSpSchemes schemes, TimeProvider clock, ILogger<SignInTraceWriter> logger)
    {
        (_store, _schemes, _clock, _logger) = (store, schemes, clock, logger);
        _queue = Channel.CreateBounded<SignInTraceEntry>(
            new BoundedChannelOptions(Queue) { SingleReader = true, FullMode = BoundedChannelFullMode.DropWrite },
            dropped =>
            {
                _unwritten.TryRemove(dropped.Reference, out _);
                Interlocked.Increment(ref _lost);
            }
        );
    }

    /// <summary>
    /// Queues an attempt. When the queue is full, in a long outage or a flood, the newest are lost, and the log says how many.
    /// </summary>
    public void Add(SignInTraceEntry entry)
    {
        _unwritten[entry.Reference] = entry;
        _queue.Writer.TryWrite(entry);
    }

    /// <summary>An attempt that is not written yet; null when it is, or was never here.</summary>
    public SignInTraceEntry? Find(string reference) =>
        _unwritten.GetValueOrDefault(reference) is not { } entry ? null
        : entry.Detail is { } detail && detail.Until <= _clock.GetUtcNow() ? entry with { Detail = null }
        : entry;

    /// <summary>Writes what is queued now, 200 at most. What cannot be written comes first the next time.</summary>
    /// <returns>Whether there was nothing to write, or it was written.</returns>
    internal async Task<bool> FlushAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            return await WriteAsync(cancellationToken);
        }
        finally
        {
            _one.Release();
        }
    }

    public override void Dispose()
    {
        _one.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var cleanAt = _clock.GetUtcNow() + CleanEvery;
        try
        {
            while (true)
            {
                using (var patience = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken))
                {
                    patience.CancelAfter(CleanEvery);
                    await WaitAsync(patience.Token, stoppingToken);
                }

                if (!await FlushAsync(stoppingToken))
                {
                    await Task.Delay(PauseAfterFailure, stoppingToken);
                }
                else if (_queue.Reader.Count < Batch)
                {
                    await Task.Delay(Pause, stoppingToken);
                }

                if (_clock.GetUtcNow() < cleanAt)
                {
                    continue;
                }

                cleanAt = _clock.GetUtcNow() + CleanEvery;
                await CleanAsync(stoppingToken);
            }
        }
        finally
        {
            // What was queued before the stop is still written.
            while (!_unwritten.IsEmpty && await FlushAsync(CancellationToken.None))
            {
                // One that fails ends it: nobody waits for a store that is down.
            }

            if (!_unwritten.IsEmpty)
            {
                _logger.TracesLost(_unwritten.Count);
            }
        }
    }

    private async Task<bool> WriteAsync(CancellationToken cancellationToken)
    {
        // What may be written already, because only the answer was lost, is tried again as it was: then all of it is found to be there.
        while (!_failing && _batch.Count < Batch && _queue.Reader.TryRead(out var entry))
        {
            _batch.Add(entry);
        }

        if (_batch.Count == 0)
        {
            return true;
        }

        try
        {
            await _store.AddAsync(_batch, cancellationToken);
        }
        catch (StoreUnavailableException e)
        {
            if (!_failing)
            {
                _logger.TraceNotWritten(e.Message);
            }

            _failing = true;
            return false;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Nothing that waiting would mend.
            _logger.TraceNotWritten(e.Message);
        }

        Forget();
        return true;
    }

    private void Forget()
    {
        foreach (var entry in _batch)
        {
            _unwritten.TryRemove(entry.Reference, out _);
        }

        _batch.Clear();
        if (_failing)
        {
            _failing = false;
            _logger.TracesWrittenAgain();
        }

        if (Interlocked.Exchange(ref _lost, 0) is > 0 and var lost)
        {
            _logger.TracesLost(lost);
        }
    }

    private async Task WaitAsync(CancellationToken patience, CancellationToken stoppingToken)
    {
        try
        {
            if (_batch.Count == 0)
            {
                await _queue.Reader.WaitToReadAsync(patience);
            }
        }
        catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
        {
            // Nobody signed in for a while; there may be something to clean.
        }
    }

    private async Task CleanAsync(CancellationToken cancellationToken)
    {
        var now = _clock.GetUtcNow();
        try
        {
            await _store.CleanAsync(now - _schemes.All.Max(s => s.Options.SignInTrace.Retention), now, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            _logger.TracesNotCleaned(e.Message);
        }
    }
}
