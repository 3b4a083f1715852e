using Microsoft.Extensions.DependencyInjection;
using SamlSp.AspNetCore;

namespace SamlSp.Directory;

/// <summary>Adds organizations that are kept in the store and changed at run time.</summary>
internal static class OrganizationsExtensions
{
    public static void AddStoredOrganizations(this IServiceCollection services)
    {
        services.AddSingleton<OrganizationReloads>();
        services.AddSingleton<OrganizationSettings>();
        services.AddSingleton<StoredOrganizations>();
        services.AddSingleton<OrganizationDirectory>();
        services.AddSingleton<IOrganizationDirectory>(provider => provider.GetRequiredService<OrganizationDirectory>());
        services.AddSingleton<TrialSignInStore>();
        services.AddSingleton<ITrialSignIns>(provider => provider.GetRequiredService<TrialSignInStore>());
        services.AddSingleton<ITrialSignInSource>(provider => provider.GetRequiredService<TrialSignInStore>());
        services.AddSingleton(provider => new OwnerLinks(
            provider.GetRequiredService<Store>(),
            provider.GetRequiredService<StoredOrganizations>(),
            provider.GetRequiredService<IUsedAssertionIds>(),
            provider.GetRequiredService<TimeProvider>()
        ));
        services.AddHostedService<OrganizationReloader>();
    }
}
