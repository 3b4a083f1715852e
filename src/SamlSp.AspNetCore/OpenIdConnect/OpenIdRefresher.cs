using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace SamlSp.AspNetCore;

/// <summary>
/// Reads discovery documents and keys anew every hour (with jitter), and at once when a token names an unknown key, though not more often
/// than every five minutes; a reading that fails leaves the last one in use. Warns of client secrets that are about to expire.
/// </summary>
internal sealed partial class OpenIdRefresher(
    OrganizationsInUse inUse,
    OpenIdProviderReader reader,
    ClientSecretWatch secrets,
    TimeProvider clock,
    IHostApplicationLifetime lifetime,
    ILogger<OpenIdRefresher> logger
) : BackgroundService
{
    private static readonly TimeSpan AtMostEvery = TimeSpan.FromMinutes(5);

    /// <summary>Reads an organization's keys now, because a token names another one, unless that was done a short while ago.</summary>
    /// <param name="organization">The organization.</param>
    /// <param name="tried">What the signature was tried with.</param>
    /// <param name="cancellationToken">Ends the waiting, not the reading: that is for everybody who waits.</param>
    /// <returns>Whether there is something else to try with than before.</returns>
    public async Task<bool> TryRefreshAsync(Organization organization, OpenIdProvider tried, CancellationToken cancellationToken)
    {
        await organization
            .RefreshOnce(
                () => organization.MayRefresh(clock.GetUtcNow(), AtMostEvery),
                () => RefreshAsync(organization, lifetime.ApplicationStopping)
            )
            .WaitAsync(cancellationToken);
        return !ReferenceEquals(organization.OpenIdProvider, tried);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            foreach (var (organization, expires) in secrets.Expiring())
            {
                LogSecretExpires(organization, expires);
            }

            await Task.Delay(TimeSpan.FromMinutes(55 + Random.Shared.Next(10)), clock, stoppingToken);
            var due = inUse.All.Where(o => o.OpenIdProvider is not null);
            await Task.WhenAll(due.Select(o => o.RefreshOnce(() => true, () => RefreshAsync(o, stoppingToken))));
        }
    }

    private async Task RefreshAsync(Organization organization, CancellationToken cancellationToken)
    {
        if (organization.OpenIdProvider is not { } known)
        {
            return;
        }

        // One on trial has the name of the organization in use, whose keys are kept under it.
        var (read, _, error) = await reader.ReadAsync(
            organization.Name,
            organization.Options.Connection,
            keep: inUse.All.Contains(organization),
            cancellationToken
        );
        if (read is null || read.Issuer != known.Issuer)
        {
            organization.OpenIdProvider = known with { LastError = error ?? "it is another issuer" };
            logger.MetadataRefreshFailed(organization.Name, error ?? "it is another issuer");
            return;
        }

        organization.OpenIdProvider =
            read.KeyIds.SequenceEqual(known.KeyIds, StringComparer.Ordinal) && known.LastError is null
                ? known with
                {
                    ReadAt = read.ReadAt,
                    Keys = read.Keys,
                }
                : read;
    }

    [LoggerMessage(
        1,
        LogLevel.Warning,
        "The client secret of {Organization} expires on {Expires:O}: nobody of theirs can sign in from then on. Make a new one, and enter"
            + " it in the connection's settings.",
        EventName = "ClientSecretExpires"
    )]
    private partial void LogSecretExpires(string organization, DateOnly expires);
}
