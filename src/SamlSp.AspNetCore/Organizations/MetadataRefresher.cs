using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace SamlSp.AspNetCore;

/// <summary>Reads metadata anew every hour (with jitter); a reading that fails leaves the last one in use.</summary>
internal sealed class MetadataRefresher(
    IEnumerable<SamlSpScheme> schemes, IServiceProvider services, IdentityProviderMetadataReader reader, TimeProvider clock, ILogger<MetadataRefresher> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromMinutes(55 + Random.Shared.Next(10)), clock, stoppingToken);
            foreach (var organization in schemes.SelectMany(s => services.GetRequiredKeyedService<OrganizationRegistry>(s.Name).All)) await RefreshAsync(organization, stoppingToken);
        }
    }

    private async Task RefreshAsync(Organization organization, CancellationToken cancellationToken)
    {
        var (identityProvider, error) = await reader.ReadAsync(organization.Name, organization.Options.Connection, cancellationToken);
        if (identityProvider is null || identityProvider.Trust.EntityId != organization.IdentityProvider.Trust.EntityId)
        {
            logger.MetadataRefreshFailed(organization.Name, error ?? "it is that of another identity provider");
            return;
        }

        var before = Thumbprints(organization.IdentityProvider);
        var after = Thumbprints(identityProvider);
        if (before != after) logger.SigningKeysChanged(organization.Name, after);
        organization.IdentityProvider = identityProvider;
    }

    private static string Thumbprints(IdentityProvider provider) => string.Join(' ', provider.Metadata.SigningCertificates.Select(c => c.Thumbprint).Order(StringComparer.Ordinal));
}
