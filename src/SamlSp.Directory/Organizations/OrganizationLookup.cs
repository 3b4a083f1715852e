using Microsoft.Extensions.DependencyInjection;
using SamlSp.AspNetCore;

namespace SamlSp.Directory;

/// <summary>The organizations' settings, for stores that know an organization by its name alone.</summary>
internal sealed class OrganizationLookup(IServiceProvider services)
{
    /// <summary>The groups that make owners, by their object IDs.</summary>
    public IReadOnlyList<string> OwnerGroups(string organization) =>
        [.. Find(organization)?.Options.Roles.Where(r => OwnerLinks.IsOwner(r.Key)).SelectMany(r => r.Value) ?? []];

    /// <summary>Whether a user whose record was deleted is refused.</summary>
    public bool RefusesDeleted(string organization) => Find(organization)?.Options.RefuseDeleted == true;

    /// <summary>An organization of any scheme; null when none has it (any more).</summary>
    public Organization? Find(string name)
    {
        foreach (var (registry, _) in Registries())
        {
            if (registry.TryGet(name, out var organization))
            {
                return organization;
            }
        }

        return null;
    }

    /// <summary>
    /// All organizations, each with the longest session that the operator allows its scheme; null where there is no scheme to say it.
    /// </summary>
    public IReadOnlyList<(Organization Organization, TimeSpan? Maximum)> All()
    {
        return
        [
            .. Registries()
                .SelectMany(known =>
                    known.Registry.All.Select(organization => (organization, known.Scheme?.Options.Session.MaximumLifetime))
                ),
        ];
    }

    /// <summary>Whether the configuration declares an organization: whatever the store has under its name does not count.</summary>
    public bool IsDeclared(string name) =>
        Registries().Any(known => known.Registry is OrganizationRegistry registry && registry.IsDeclared(name));

    /// <summary>Each scheme's; where there is no scheme, an application's own, if it has one.</summary>
    private IEnumerable<(IOrganizationRegistry Registry, SamlSpScheme? Scheme)> Registries()
    {
        var schemes = services.GetService<SamlSpSchemes>()?.All ?? [];
        foreach (var scheme in schemes)
        {
            yield return (scheme.Organizations, scheme);
        }

        if (schemes.Count == 0 && services.GetService<IOrganizationRegistry>() is { } alone)
        {
            yield return (alone, null);
        }
    }
}
