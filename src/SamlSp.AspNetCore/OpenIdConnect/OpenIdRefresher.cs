using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace SamlSp.AspNetCore;

/// <summary>
/// Reads discovery documents and keys anew every hour (with jitter), sooner after a failure, and at once when a token names an unknown key,
/// though not more often than every five minutes; a reading that fails leaves the last one in use. Warns once a day of client secrets that
/// are about to expire.
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
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private DateOnly _warnedOn;

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

    /// <summary>Reads the identity provider of each organization that is due, in parallel.</summary>
    internal Task RefreshDueAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return Task.WhenAll(
            inUse
                .All.Where(o =>
                    o.OpenIdProvider?.NextReadAt <= now
                    || (
                        o.Options.Connection.Protocol == ConnectionProtocol.OpenIdConnect
                        && o.IsUnreadDue(now, MetadataRefresher.RetryUnread)
                    )
                )
                .Select(o => o.RefreshOnce(() => true, () => RefreshAsync(o, cancellationToken)))
        );
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            Warn();
            await Task.Delay(Pause, clock, stoppingToken);
            await RefreshDueAsync(stoppingToken);
        }
    }

    /// <summary>Logs once a day which secrets expire.</summary>
    private void Warn()
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        if (today == _warnedOn)
        {
            return;
        }

        _warnedOn = today;
        foreach (var (organization, expires) in secrets.Expiring())
        {
            LogSecretExpires(organization, expires);
        }
    }

    private async Task RefreshAsync(Organization organization, CancellationToken cancellationToken)
    {
        if (organization.OpenIdProvider is null && organization.ConnectionError is null)
        {
            return;
        }

        // One on trial has the name of the organization in use, whose keys are kept under it.
        var (read, _, error, _) = await reader.ReadAsync(
            organization.Name,
            organization.Options.Connection,
            keep: inUse.All.Contains(organization),
            cancellationToken
        );
        if (organization.OpenIdProvider is not { } known)
        {
            organization.NoteRead(read?.Issuer, error, inUse, logger, () => organization.OpenIdProvider = read);
            return;
        }

        if (read is null || read.Issuer != known.Issuer)
        {
            var (why, failures) = (error ?? "it is another issuer", known.Failures + 1);
            if (known.LastError != why)
            {
                logger.MetadataRefreshFailed(organization.Name, why);
            }

            organization.OpenIdProvider = known with
            {
                LastError = why,
                Failures = failures,
                NextReadAt = MetadataSchedule.AfterFailure(clock.GetUtcNow(), failures),
            };
            return;
        }

        if (known.LastError is not null)
        {
            logger.MetadataReadAgain(organization.Name);
        }

        organization.OpenIdProvider = read;
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
