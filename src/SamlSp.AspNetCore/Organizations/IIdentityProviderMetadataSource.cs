namespace SamlSp.AspNetCore;

/// <summary>Supplies identity provider metadata from elsewhere than a file or a URL: a database, a tenant in the same process.</summary>
public interface IIdentityProviderMetadataSource
{
    /// <summary>The metadata document of an organization's identity provider, UTF-8; null when this source does not know it.</summary>
    byte[]? Find(string organization);
}
