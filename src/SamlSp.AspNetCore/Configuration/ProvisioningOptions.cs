namespace SamlSp.AspNetCore;

/// <summary>SCIM provisioning of an organization.</summary>
public sealed class ProvisioningOptions
{
    /// <summary>Bearer tokens of the provisioning service, besides those that are created at run time.</summary>
    public IList<string> Tokens { get; set; } = [];

    /// <summary>
    /// Whether unknown attributes are refused. Default false: they are ignored, since Entra's mappings often hold more than is needed here.
    /// </summary>
    public bool Strict { get; set; }

    /// <summary>Entra's own identity instead of a secret; null if it is not used.</summary>
    public WorkloadIdentityOptions? WorkloadIdentity { get; set; }
}
