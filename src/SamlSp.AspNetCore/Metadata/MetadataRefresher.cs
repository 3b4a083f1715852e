using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace SamlSp.AspNetCore;

/// <summary>
/// Reads metadata anew by <see cref="MetadataSchedule"/>, and at once when a signature does not match, though not more often than every
/// five minutes; a reading that fails leaves the last one in use.
/// </summary>
internal sealed class MetadataRefresher(
    OrganizationsInUse inUse,
    IdentityProviderMetadataReader reader,
    TimeProvider clock,
    IHostApplicationLifetime lifetime,
    ILogger<MetadataRefresher> logger
) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Reads an organization's metadata now, because somebody signed with a key that is not known, unless that was done a short while ago.
    /// </summary>
    /// <param name="organization">The organization.</param>
    /// <param name="tried">What the signature was tried with.</param>
    /// <param name="cancellationToken">Ends the waiting, not the reading: that is for everybody who waits.</param>
    /// <returns>Whether there is something else to try with than before.</returns>
    public async Task<bool> TryRefreshAsync(Organization organization, IdentityProvider tried, CancellationToken cancellationToken)
    {
        await organization
            .RefreshOnce(
                () => organization.MayRefresh(clock.GetUtcNow(), MetadataSchedule.AtMostEvery),
                () => RefreshAsync(organization, lifetime.ApplicationStopping)
            )
            .WaitAsync(cancellationToken);
        return !ReferenceEquals(organization.IdentityProvider?.Trust, tried.Trust);
    }

    /// <summary>Reads the metadata of every organization whose time has come, side by side: one that hangs holds nobody up.</summary>
    internal Task RefreshDueAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return Task.WhenAll(
            inUse
                .All.Where(o => o.IdentityProvider?.Status.NextReadAt <= now)
                .Select(o => o.RefreshOnce(() => true, () => RefreshAsync(o, cancellationToken)))
        );
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Pause, clock, stoppingToken);
            await RefreshDueAsync(stoppingToken);
        }
    }

    private async Task RefreshAsync(Organization organization, CancellationToken cancellationToken)
    {
        if (organization.IdentityProvider is null)
        {
            return;
        }
        // One on trial has the name of the organization in use, whose metadata is kept under it.
        var (read, error) = await reader.ReadAsync(
            organization.Name,
            organization.Options.Connection,
            keep: inUse.All.Contains(organization),
            cancellationToken
        );
        if (organization.IdentityProvider is not { } current)
        {
            return;
        }

        if (read is not null && read.Trust.EntityId == current.Trust.EntityId)
        {
            if (current.Status.LastError is not null)
            {
                logger.MetadataReadAgain(organization.Name);
            }

            organization.IdentityProvider = read;
            return;
        }

        var (now, why, failures) = (clock.GetUtcNow(), error ?? "it is that of another identity provider", current.Status.Failures + 1);
        logger.MetadataRefreshFailed(organization.Name, why);
        organization.IdentityProvider = current with
        {
            Status = current.Status with
            {
                LastError = why,
                FailingSince = current.Status.FailingSince ?? now,
                Failures = failures,
                NextReadAt = MetadataSchedule.AfterFailure(now, failures),
            },
        };
    }
}
