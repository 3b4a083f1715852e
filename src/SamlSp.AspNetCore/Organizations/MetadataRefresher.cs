using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace SamlSp.AspNetCore;

/// <summary>
/// Reads metadata anew every hour (with jitter), and at once when a signature does not match, though not more often than every five minutes; a reading that fails leaves the last one in use.
/// </summary>
internal sealed class MetadataRefresher(
    IEnumerable<SamlSpScheme> schemes, IServiceProvider services, IdentityProviderMetadataReader reader, TimeProvider clock, IHostApplicationLifetime lifetime, ILogger<MetadataRefresher> logger) : BackgroundService
{
    private static readonly TimeSpan AtMostEvery = TimeSpan.FromMinutes(5);

    /// <summary>Reads an organization's metadata now, because somebody signed with a key that is not known, unless that was done a short while ago.</summary>
    /// <param name="organization">The organization.</param>
    /// <param name="tried">What the signature was tried with.</param>
    /// <param name="cancellationToken">Ends the waiting, not the reading: that is for everybody who waits.</param>
    /// <returns>Whether there is something else to try with than before.</returns>
    public async Task<bool> TryRefreshAsync(Organization organization, IdentityProvider tried, CancellationToken cancellationToken)
    {
        await organization.RefreshOnce(() => organization.MayRefresh(clock.GetUtcNow(), AtMostEvery), () => RefreshAsync(organization, lifetime.ApplicationStopping)).WaitAsync(cancellationToken);
        return !ReferenceEquals(organization.IdentityProvider, tried);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromMinutes(55 + Random.Shared.Next(10)), clock, stoppingToken);
            foreach (var organization in schemes.SelectMany(s => services.GetRequiredKeyedService<OrganizationRegistry>(s.Name).All)) await organization.RefreshOnce(() => true, () => RefreshAsync(organization, stoppingToken));
        }
    }

    private async Task RefreshAsync(Organization organization, CancellationToken cancellationToken)
    {
        if (organization.IdentityProvider is not { } known) return;
        var (identityProvider, error) = await reader.ReadAsync(organization.Name, organization.Options.Connection, cancellationToken);
        if (identityProvider is null || identityProvider.Trust.EntityId != known.Trust.EntityId)
        {
            logger.MetadataRefreshFailed(organization.Name, error ?? "it is that of another identity provider");
            return;
        }

        var before = Thumbprints(known);
        var after = Thumbprints(identityProvider);
        if (before != after) logger.SigningKeysChanged(organization.Name, after);
        organization.IdentityProvider = identityProvider;
    }

    private static string Thumbprints(IdentityProvider provider) => string.Join(' ', provider.Metadata.SigningCertificates.Select(c => c.Thumbprint).Order(StringComparer.Ordinal));
}
