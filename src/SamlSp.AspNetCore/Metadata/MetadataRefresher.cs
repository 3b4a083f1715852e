using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace SamlSp.AspNetCore;

/// <summary>
/// Reads metadata again by <see cref="MetadataSchedule"/>, and at once when a signature does not match, at most every five minutes. If that
/// fails, the last known good metadata stays in use.
/// </summary>
internal sealed class MetadataRefresher(
    OrganizationsInUse inUse,
    IdentityProviderMetadataReader reader,
    TimeProvider clock,
    IHostApplicationLifetime lifetime,
    ILogger<MetadataRefresher> logger
) : BackgroundService
{
    /// <summary>How soon an identity provider that was never read is tried again.</summary>
    public static readonly TimeSpan RetryUnread = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Reads the metadata of an organization now, because a message was signed with an unknown key, unless it was read a short time ago.
    /// </summary>
    /// <param name="organization">The organization.</param>
    /// <param name="tried">The identity provider whose keys were tried.</param>
    /// <param name="cancellationToken">Stops waiting. The reading goes on, because other requests wait for it.</param>
    /// <returns>Whether there are other keys to try now.</returns>
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

    /// <summary>Reads the metadata of each organization that is due, in parallel: one that hangs does not delay the others.</summary>
    internal Task RefreshDueAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return Task.WhenAll(
            inUse
                .All.Where(o =>
                    o.IdentityProvider?.Status.NextReadAt <= now
                    || (o.Options.Connection.Protocol == ConnectionProtocol.Saml2 && o.IsUnreadDue(now, RetryUnread))
                )
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
        if (organization.IdentityProvider is null && organization.ConnectionError is null)
        {
            return;
        }

        // An organization on trial has the name of the one in use, whose metadata must not be overwritten.
        var (read, error, _) = await reader.ReadAsync(
            organization.Name,
            organization.Options.Connection,
            keep: inUse.All.Contains(organization),
            cancellationToken
        );
        if (organization.IdentityProvider is not { } current)
        {
            organization.NoteRead(read?.Trust.EntityId, error, inUse, logger, () => organization.IdentityProvider = read);
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
        if (current.Status.LastError != why)
        {
            logger.MetadataRefreshFailed(organization.Name, why);
        }

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
