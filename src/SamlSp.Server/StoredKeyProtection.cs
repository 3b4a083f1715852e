using SamlSp.AspNetCore;
using SamlSp.Directory;

namespace SamlSp.Server;

/// <summary>Encrypts data protection keys in the store, with the server's key pairs unless other certificates are configured.</summary>
internal static class StoredKeyProtection
{
    public static void AddStoredKeyProtection(this IServiceCollection services, IConfigurationSection settings) =>
        services
            .AddOptions<StorageOptions>()
            .PostConfigure<IHostEnvironment>(
                (storage, environment) =>
                {
                    storage.KeyCertificatePassword ??= settings["Certificates:Password"];
                    if (storage.KeyCertificates.Count > 0)
                    {
                        return;
                    }

                    var folder = settings["Certificates:Directory"] ?? ServerDefaults.Certificates;
                    foreach (var name in Pairs(Path.Combine(environment.ContentRootPath, folder)))
                    {
                        storage.KeyCertificates.Add(Path.Combine(folder, name));
                    }
                }
            );

    /// <summary>
    /// The key pairs in the folder. The pair that the first start creates comes first, even before it exists: a new pair must not change
    /// which one encrypts.
    /// </summary>
    private static List<string> Pairs(string folder)
    {
        var pairs = System.IO.Directory.Exists(folder)
            ? System
                .IO.Directory.EnumerateFiles(folder)
                .Where(IsPair)
                .Select(f => Path.GetFileName(f))
                .OrderBy(f => f != ServiceProviderKeys.CertificateFile)
                .ThenBy(f => f, StringComparer.Ordinal)
                .ToList()
            : [];
        return pairs.Count > 0 ? pairs : [ServiceProviderKeys.CertificateFile];
    }

    private static bool IsPair(string file) =>
        Path.GetExtension(file).ToLowerInvariant() switch
        {
            ".crt" => File.Exists(Path.ChangeExtension(file, ".key")),
            ".pem" or ".pfx" or ".p12" => true,
            _ => false,
        };
}
