using System.Diagnostics.CodeAnalysis;

namespace SamlSp.AspNetCore;

/// <summary>The organizations of a scheme, filled once at start.</summary>
internal sealed class OrganizationRegistry : IOrganizationRegistry
{
    private volatile Dictionary<string, Organization> _byName = new(StringComparer.OrdinalIgnoreCase);

    public IReadOnlyCollection<Organization> All => _byName.Values;

    public void Fill(IEnumerable<Organization> organizations) =>
        _byName = organizations.OrderBy(o => o.Name, StringComparer.OrdinalIgnoreCase).ToDictionary(o => o.Name, StringComparer.OrdinalIgnoreCase);

    public bool TryGet(string name, [NotNullWhen(true)] out Organization? organization) => _byName.TryGetValue(name, out organization);

    public bool TryGetByIssuer(string issuer, [NotNullWhen(true)] out Organization? organization)
    {
        foreach (var candidate in _byName.Values)
        {
            if (candidate.IdentityProvider?.Trust.EntityId != issuer) continue;
            organization = candidate;
            return true;
        }

        organization = null;
        return false;
    }

    public bool TryGetByIdentifier(string identifier, [NotNullWhen(true)] out Organization? organization)
    {
        if (_byName.TryGetValue(identifier, out organization)) return true;
        var domain = identifier[(identifier.LastIndexOf('@') + 1)..];
        organization = domain.Length == identifier.Length ? null : _byName.Values.FirstOrDefault(o => o.Options.Domains.Contains(domain, StringComparer.OrdinalIgnoreCase));
        return organization is not null;
    }
}
