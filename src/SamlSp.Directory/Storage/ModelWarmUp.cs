using Microsoft.Extensions.Hosting;

namespace SamlSp.Directory;

/// <summary>Makes the model of EF Core some seconds after the start, when the node is ready and somebody may open the console.</summary>
internal sealed class ModelWarmUp(StoreSettings settings, IHostApplicationLifetime lifetime, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
        await Task.Delay(Pause, clock, stoppingToken);
        await DirectoryModel.PrepareAsync(settings.Options.Provider);
    }
}
