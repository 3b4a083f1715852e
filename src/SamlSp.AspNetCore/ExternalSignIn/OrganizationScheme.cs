namespace SamlSp.AspNetCore;

/// <summary>What a call of <c>AddSamlSpOrganizationScheme</c> leaves in the services.</summary>
/// <param name="SamlSpScheme">The SamlSp scheme that the organization belongs to.</param>
/// <param name="Organization">The organization's name.</param>
internal sealed record OrganizationScheme(string SamlSpScheme, string Organization)
{
    /// <summary>The name of the entry's own scheme.</summary>
    public string Name => $"{SamlSpScheme}.{Organization}";
}
