using Microsoft.Extensions.DependencyInjection;

namespace SamlSp.Directory;

/// <summary>Registers what watches over the store.</summary>
internal static class HealthExtensions
{
    public static void AddStoreWatch(this IServiceCollection services)
    {
        services.AddSingleton<StoredKeyHealthCheck>();
        services
            .AddHealthChecks()
            .AddCheck<StoreHealthCheck>(SamlSpDirectoryDefaults.HealthCheckName)
            .AddCheck<StoreClockHealthCheck>("store_clock")
            .AddCheck<StoredKeyHealthCheck>("stored_keys");
        services.AddHostedService<StoreGauges>();
    }
}
