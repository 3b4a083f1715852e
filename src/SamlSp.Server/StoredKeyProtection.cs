using SamlSp.AspNetCore;
using SamlSp.Directory;

namespace SamlSp.Server;

/// <summary>Data protection keys are encrypted in the store with our own pairs, unless the operator names other certificates.</summary>
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
    /// The pair that is made at first start comes first, whether it is there yet or not, as long as there is no other: what encrypts must
    /// not change by the coming of a next pair.
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
