namespace SamlSp.Directory;

/// <summary>A provisioning secret that was just made.</summary>
/// <param name="Credential">What it is.</param>
/// <param name="Secret">The secret itself. This is the only time that anybody sees it.</param>
internal sealed record NewProvisioningCredential(ProvisioningCredential Credential, string Secret);
