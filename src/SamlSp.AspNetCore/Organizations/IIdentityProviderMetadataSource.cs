namespace SamlSp.AspNetCore;

/// <summary>
/// Supplies identity provider metadata from another place than a file or a URL: a database, or a tenant in the same process.
/// </summary>
public interface IIdentityProviderMetadataSource
{
    /// <summary>The metadata document of an organization's identity provider, UTF-8; null if this source does not have it.</summary>
    byte[]? Find(string organization);
}
