namespace SamlSp.AspNetCore;

/// <summary>The organizations of all schemes, without those of trial sign-ins.</summary>
internal sealed class OrganizationsInUse(SamlSpSchemes schemes)
{
    public IEnumerable<Organization> All => schemes.All.SelectMany(scheme => scheme.Registry.All);
}
