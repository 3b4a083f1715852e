using Microsoft.Extensions.DependencyInjection;
using SamlSp.AspNetCore;

namespace SamlSp.Directory;

/// <summary>The organizations' settings, for stores that are asked by name alone.</summary>
internal sealed class OrganizationLookup(IServiceProvider services)
{
    /// <summary>Whether somebody whose record was deleted is refused.</summary>
    public bool RefusesDeleted(string organization) => Find(organization)?.Options.RefuseDeleted == true;

    /// <summary>An organization of any scheme; null when none has it (any more).</summary>
    public Organization? Find(string name)
    {
        foreach (var registry in Registries())
        {
            if (registry.TryGet(name, out var organization)) return organization;
        }

        return null;
    }

    /// <summary>Whether the configuration declares an organization: whatever the store has under its name does not count.</summary>
    public bool IsDeclared(string name) => Registries().Any(registry => registry is OrganizationRegistry known && known.IsDeclared(name));

    private IEnumerable<IOrganizationRegistry> Registries() =>
        services.GetServices<SamlSpScheme>().Select(scheme => services.GetRequiredKeyedService<IOrganizationRegistry>(scheme.Name)).DefaultIfEmpty(services.GetService<IOrganizationRegistry>()!).Where(registry => registry is not null);
}
