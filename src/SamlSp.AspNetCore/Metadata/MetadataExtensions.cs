using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace SamlSp.AspNetCore;

/// <summary>Adds the services that read identity providers' metadata and our own keys, and watch both.</summary>
internal static class MetadataExtensions
{
    public static void AddMetadataAndKeys(this IServiceCollection services)
    {
        services.TryAddSingleton<IMetadataStore, InMemoryMetadataStore>();
        services.AddSingleton<MetadataFetcher>();
        services.AddSingleton<LastKnownGoodMetadata>();
        services.AddSingleton<IdentityProviderMetadataReader>();
        services.AddSingleton<CertificateWatch>();
        services.AddHealthChecks().AddCheck<MetadataHealthCheck>("metadata").AddCheck<CertificateHealthCheck>("certificates");
        services.AddSingleton<MetadataRefresher>();
        services.AddHostedService(provider => provider.GetRequiredService<MetadataRefresher>());
        services.AddSingleton<KeyRefresher>();
        services.AddHostedService(provider => provider.GetRequiredService<KeyRefresher>());
    }
}
