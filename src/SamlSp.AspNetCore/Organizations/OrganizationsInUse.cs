namespace SamlSp.AspNetCore;

/// <summary>The organizations of all schemes. Those that somebody tries settings of are not among them.</summary>
internal sealed class OrganizationsInUse(SamlSpSchemes schemes)
{
    public IEnumerable<Organization> All => schemes.All.SelectMany(scheme => scheme.Registry.All);
}
