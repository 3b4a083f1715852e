namespace SamlSp.AspNetCore;

/// <summary>SCIM provisioning of an organization.</summary>
public sealed class ProvisioningOptions
{
    /// <summary>Bearer tokens that the provisioning service authenticates with, besides those that are made at run time.</summary>
    public IList<string> Tokens { get; set; } = [];

    /// <summary>
    /// Whether attributes that no schema knows are refused. Default false: they are ignored, since Entra's mappings often hold more than is
    /// wanted here.
    /// </summary>
    public bool Strict { get; set; }

    /// <summary>Entra's own identity instead of a secret; null where it is not used.</summary>
    public WorkloadIdentityOptions? WorkloadIdentity { get; set; }
}
