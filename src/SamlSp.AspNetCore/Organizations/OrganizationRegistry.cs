using System.Diagnostics.CodeAnalysis;

namespace SamlSp.AspNetCore;

/// <summary>
/// The organizations of a scheme: those of the configuration, set at start, and those of the store, added at run time. Readers always see
/// one consistent state.
/// </summary>
internal sealed class OrganizationRegistry : IOrganizationRegistry
{
    private readonly Lock _changing = new();
    private volatile Dictionary<string, Organization> _byName = new(StringComparer.OrdinalIgnoreCase);
    private volatile HashSet<string> _declared = new(StringComparer.OrdinalIgnoreCase);

    public IReadOnlyCollection<Organization> All => _byName.Values;

    /// <summary>Whether an organization is in the configuration.</summary>
    public bool IsDeclared(string name) => _declared.Contains(name);

    /// <summary>
    /// Sets the organizations of the configuration, in place of those before. Those of the store stay, unless one has such a name now.
    /// </summary>
    public void Declare(IReadOnlyCollection<Organization> organizations)
    {
        var before = _declared;
        _declared = organizations.Select(o => o.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        Exchange(now => now.Where(o => !before.Contains(o.Name) && !_declared.Contains(o.Name)).Concat(organizations));
    }

    /// <summary>Adds an organization, or replaces the one of that name.</summary>
    public void Put(Organization organization) => Exchange(now => now.Where(o => !IsNamed(o, organization.Name)).Append(organization));

    /// <summary>Removes an organization.</summary>
    public void Remove(string name) => Exchange(now => now.Where(o => !IsNamed(o, name)));

    public bool TryGet(string name, [NotNullWhen(true)] out Organization? organization) => _byName.TryGetValue(name, out organization);

    public bool TryGetByIssuer(string issuer, [NotNullWhen(true)] out Organization? organization)
    {
        foreach (var candidate in _byName.Values)
        {
            if (candidate.IdentityProvider?.Trust.EntityId != issuer)
            {
                continue;
            }

            organization = candidate;
            return true;
        }

        organization = null;
        return false;
    }

    public bool TryGetByIdentifier(string identifier, [NotNullWhen(true)] out Organization? organization)
    {
        if (_byName.TryGetValue(identifier, out organization))
        {
            return true;
        }

        var domain = identifier[(identifier.LastIndexOf('@') + 1)..];
        organization =
            domain.Length == identifier.Length
                ? null
                : _byName.Values.FirstOrDefault(o => o.Options.Domains.Contains(domain, StringComparer.OrdinalIgnoreCase));
        return organization is not null;
    }

    private static bool IsNamed(Organization organization, string name) =>
        organization.Name.Equals(name, StringComparison.OrdinalIgnoreCase);

    private void Exchange(Func<IReadOnlyCollection<Organization>, IEnumerable<Organization>> change)
    {
        lock (_changing)
        {
            _byName = change(_byName.Values)
                .OrderBy(o => o.Name, StringComparer.OrdinalIgnoreCase)
                .ToDictionary(o => o.Name, StringComparer.OrdinalIgnoreCase);
        }
    }
}
