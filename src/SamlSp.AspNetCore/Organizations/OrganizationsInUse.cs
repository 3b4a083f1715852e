using Microsoft.Extensions.DependencyInjection;

namespace SamlSp.AspNetCore;

/// <summary>The organizations of all schemes. Those that somebody tries settings of are not among them.</summary>
internal sealed class OrganizationsInUse(IEnumerable<SamlSpScheme> schemes, IServiceProvider services)
{
    /// <summary>Asked for now: metrics are collected while the application stops, when services are not to be had any more.</summary>
    private readonly OrganizationRegistry[] _registries =
    [
        .. schemes.Select(s => services.GetRequiredKeyedService<OrganizationRegistry>(s.Name)),
    ];

    public IEnumerable<Organization> All => _registries.SelectMany(r => r.All);
}
