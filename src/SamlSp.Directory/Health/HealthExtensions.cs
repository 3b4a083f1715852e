using Microsoft.Extensions.DependencyInjection;

namespace SamlSp.Directory;

/// <summary>Registers what watches over the store.</summary>
internal static class HealthExtensions
{
    public static void AddStoreWatch(this IServiceCollection services)
    {
        services
            .AddHealthChecks()
            .AddCheck<StoreHealthCheck>(SamlSpDirectoryDefaults.HealthCheckName)
            .AddCheck<StoreClockHealthCheck>("store_clock");
        services.AddHostedService<StoreGauges>();
    }
}
