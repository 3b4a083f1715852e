namespace SamlSp.AspNetCore;

/// <summary>SCIM provisioning of an organization.</summary>
public sealed class ProvisioningOptions
{
    /// <summary>Bearer tokens that the provisioning service authenticates with.</summary>
    public IList<string> Tokens { get; set; } = [];
}
