using Microsoft.Extensions.DependencyInjection;

namespace SamlSp.Directory;

/// <summary>Adds organizations that are kept in the store and changed at run time.</summary>
internal static class OrganizationsExtensions
{
    public static void AddStoredOrganizations(this IServiceCollection services)
    {
        services.AddSingleton<OrganizationReloads>();
        services.AddSingleton<OrganizationSettings>();
        services.AddSingleton<StoredOrganizations>();
        services.AddSingleton<IOrganizationDirectory, OrganizationDirectory>();
        services.AddHostedService<OrganizationReloader>();
    }
}
