using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;

namespace SamlSp.Directory;

/// <summary>Points data protection at the store, and encrypts its keys there when there is a certificate.</summary>
internal sealed class StoredKeysOptions(StoredKeys keys, KeyCertificates certificates) : IConfigureOptions<KeyManagementOptions>
{
    /// <inheritdoc />
    public void Configure(KeyManagementOptions options)
    {
        options.XmlRepository = keys;
        if (!certificates.IsEmpty)
        {
            options.XmlEncryptor = new CertificateKeyEncryptor(certificates);
        }
    }
}
