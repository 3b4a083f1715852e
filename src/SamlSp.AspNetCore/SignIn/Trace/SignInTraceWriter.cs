using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace SamlSp.AspNetCore;

/// <summary>
/// Writes attempts to the store behind the back of those who sign in: a trace that cannot be written is no reason to refuse anybody, nor to
/// make them wait. Cleans up every few minutes.
/// </summary>
internal sealed class SignInTraceWriter(
    ISignInTraceStore store,
    SamlSpSchemes schemes,
    TimeProvider clock,
    ILogger<SignInTraceWriter> logger
) : BackgroundService
{
    private const int Queue = 10_000;
    private const int Batch = 200;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan CleanEvery = TimeSpan.FromMinutes(5);

    private readonly Channel<SignInTraceEntry> _queue = Channel.CreateBounded<SignInTraceEntry>(
        new BoundedChannelOptions(Queue) { SingleReader = true, FullMode = BoundedChannelFullMode.DropWrite }
    );
    private bool _lost;

    /// <summary>
    /// Queues an attempt; under a flood that the store cannot follow, the newest are lost, and the log says so by its own lines.
    /// </summary>
    public void Add(SignInTraceEntry entry) => _queue.Writer.TryWrite(entry);

    /// <summary>Writes what is queued now.</summary>
    /// <returns>Whether there was nothing to write, or it was written.</returns>
    internal async Task<bool> FlushAsync(CancellationToken cancellationToken)
    {
        var batch = new List<SignInTraceEntry>(Batch);
        while (batch.Count < Batch && _queue.Reader.TryRead(out var entry))
        {
            batch.Add(entry);
        }

        if (batch.Count == 0)
        {
            return true;
        }

        try
        {
            await store.AddAsync(batch, cancellationToken);
            _lost = false;
            return true;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            if (!_lost)
            {
                logger.TraceNotWritten(e.Message);
            }

            _lost = true;
            return false;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var cleanAt = clock.GetUtcNow() + CleanEvery;
        try
        {
            while (true)
            {
                using (var patience = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken))
                {
                    patience.CancelAfter(CleanEvery);
                    await WaitAsync(patience.Token, stoppingToken);
                }

                await FlushAsync(stoppingToken);
                if (_queue.Reader.Count < Batch)
                {
                    await Task.Delay(Pause, stoppingToken);
                }

                if (clock.GetUtcNow() < cleanAt)
                {
                    continue;
                }

                cleanAt = clock.GetUtcNow() + CleanEvery;
                await CleanAsync(stoppingToken);
            }
        }
        finally
        {
            // What was queued before the stop is still written.
            while (_queue.Reader.Count > 0 && await FlushAsync(CancellationToken.None))
            {
                // One that fails ends it: nobody waits for a store that is down.
            }
        }
    }

    private async Task WaitAsync(CancellationToken patience, CancellationToken stoppingToken)
    {
        try
        {
            await _queue.Reader.WaitToReadAsync(patience);
        }
        catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
        {
            // Nobody signed in for a while; there may be something to clean.
        }
    }

    private async Task CleanAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        try
        {
            await store.CleanAsync(now - schemes.All.Max(s => s.Options.SignInTrace.Retention), now, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            logger.TraceNotWritten(e.Message);
        }
    }
}
