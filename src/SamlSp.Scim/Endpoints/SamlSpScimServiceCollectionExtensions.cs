using SamlSp.AspNetCore;
using SamlSp.Scim;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds SCIM 2.0 provisioning to an application that keeps its users in SamlSp's store.</summary>
public static class SamlSpScimServiceCollectionExtensions
{
    /// <summary>Adds what the endpoints need. The store has to be added as well, by <c>AddSamlSpDirectory</c>.</summary>
    public static IServiceCollection AddSamlSpScim(this IServiceCollection services)
    {
        services.AddDataProtection();
        services.AddOptions<SamlSpRateLimitOptions>();
        services.AddSingleton<ProvisioningLog>();
        services.AddHostedService(provider => provider.GetRequiredService<ProvisioningLog>());
        services.AddSingleton<ResourceWrites>();
        services.AddSingleton<UserQueries>();
        services.AddSingleton<GroupQueries>();
        services.AddSingleton<ScimRouter>();
        services.AddSingleton<BulkService>();
        services.AddSingleton<AccessTokens>();
        services.AddSingleton<IssuerKeys>();
        services.AddSingleton<WorkloadAssertions>();
        services.AddSingleton<ProvisioningAuthenticator>();
        services.AddSingleton<ProvisioningLimiter>();
        services.AddSingleton<ClientCredentialsEndpoint>();
        services.AddSingleton<ScimEndpoint>();
        return services;
    }
}
