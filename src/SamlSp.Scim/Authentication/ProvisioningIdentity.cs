using SamlSp.AspNetCore;

namespace SamlSp.Scim;

/// <summary>Who was authenticated.</summary>
/// <param name="Organization">The organization whose secret it is.</param>
/// <param name="Credential">The secret's name, for the log.</param>
internal sealed record ProvisioningIdentity(Organization Organization, string Credential);
