using SamlSp.AspNetCore;
using SamlSp.EntraSandbox;

namespace SamlSp.BlazorApp;

/// <summary>The metadata of the tenant in this process.</summary>
internal sealed class SandboxMetadata(EntraSandboxTenant tenant) : IIdentityProviderMetadataSource
{
    public byte[]? Find(string organization) => tenant.Metadata;
}
