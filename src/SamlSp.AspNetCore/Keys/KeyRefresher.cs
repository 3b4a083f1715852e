using Microsoft.Extensions.Hosting;

namespace SamlSp.AspNetCore;

/// <summary>
/// Looks for new keys of ours every ten seconds. Logs once a day which certificates, ours and those of identity providers, end soon.
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
