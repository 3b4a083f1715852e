using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;

namespace SamlSp.Directory;

/// <summary>Points data protection at the store.</summary>
internal sealed class StoredKeysOptions(StoredKeys keys) : IConfigureOptions<KeyManagementOptions>
{
    /// <inheritdoc />
    public void Configure(KeyManagementOptions options) => options.XmlRepository = keys;
}
