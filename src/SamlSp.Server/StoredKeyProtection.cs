using SamlSp.AspNetCore;
using SamlSp.Directory;

namespace SamlSp.Server;

/// <summary>Data protection keys are encrypted in the store with our own pair, unless the operator names other certificates.</summary>
internal static class StoredKeyProtection
{
    public static void AddStoredKeyProtection(this IServiceCollection services, IConfigurationSection settings) =>
        services.PostConfigure<StorageOptions>(storage =>
        {
            if (storage.KeyCertificates.Count == 0) storage.KeyCertificates.Add(Path.Combine(settings["Certificates:Directory"] ?? ServerDefaults.Certificates, ServiceProviderKeys.CertificateFile));
        });
}
