using Microsoft.Extensions.Hosting;

namespace SamlSp.AspNetCore;

/// <summary>
/// Looks for new keys of ours every ten seconds, and once a day says which certificates, ours and identity providers', are about to end.
/// </summary>
internal sealed class KeyRefresher(SamlSpSchemes schemes, CertificateWatch watch, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    internal async Task RefreshAsync(CancellationToken cancellationToken)
    {
        foreach (var scheme in schemes.All)
        {
            await scheme.Keys.RefreshAsync(cancellationToken);
        }

        watch.Warn();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        watch.Warn();
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Pause, clock, stoppingToken);
            await RefreshAsync(stoppingToken);
        }
    }
}
