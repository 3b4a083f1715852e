using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
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

    /// <summary>All organizations, each with the longest session that the operator allows its scheme; null where there is no scheme to say it.</summary>
    public IReadOnlyList<(Organization Organization, TimeSpan? Maximum)> All()
    {
        var schemes = services.GetServices<SamlSpScheme>().ToList();
        if (schemes.Count == 0) return [.. Registries().SelectMany(registry => registry.All).Select(organization => (organization, (TimeSpan?)null))];
        var options = services.GetRequiredService<IOptionsMonitor<SamlSpOptions>>();
        return [.. schemes.SelectMany(scheme => services.GetRequiredKeyedService<IOrganizationRegistry>(scheme.Name).All.Select(organization => (organization, (TimeSpan?)options.Get(scheme.Name).Session.MaximumLifetime)))];
    }

    /// <summary>Whether the configuration declares an organization: whatever the store has under its name does not count.</summary>
    public bool IsDeclared(string name) => Registries().Any(registry => registry is OrganizationRegistry known && known.IsDeclared(name));

    private IEnumerable<IOrganizationRegistry> Registries() =>
        services.GetServices<SamlSpScheme>().Select(scheme => services.GetRequiredKeyedService<IOrganizationRegistry>(scheme.Name)).DefaultIfEmpty(services.GetService<IOrganizationRegistry>()!).Where(registry => registry is not null);
}
