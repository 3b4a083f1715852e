using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SamlSp.Protocol;

namespace SamlSp.AspNetCore;

/// <summary>
/// The folder of our key pairs: <c>NAME.crt</c> with <c>NAME.key</c>, <c>NAME.pem</c> with both, <c>NAME.pfx</c> or <c>NAME.p12</c>. A
/// <c>NAME.key</c> alone only decrypts.
/// </summary>
internal sealed class KeyFolder(string directory, string? password)
{
    public const string CertificateFile = "samlsp.crt";
    private const string KeyFile = "samlsp.key";
    private static readonly string[] Endings = [".crt", ".key", ".pem", ".pfx", ".p12"];

    /// <summary>A fingerprint of names, sizes and times of the files. If it changes, the folder is read again.</summary>
    public string Stamp() =>
        Directory.Exists(directory)
            ? string.Join('|', Files().Select(f => new FileInfo(f)).Select(f => $"{f.Name}:{f.Length}:{f.LastWriteTimeUtc.Ticks}"))
            : "";

    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="CryptographicException">A file is not a key or certificate, or the password is wrong.</exception>
    /// <exception cref="ArgumentException">A key is too short, or of an unsupported kind.</exception>
    public (IReadOnlyList<LoadedPair> Pairs, IReadOnlyList<DecryptionKey> Older) Read()
    {
        var (pairs, older) = (new List<LoadedPair>(), new List<DecryptionKey>());
        foreach (var file in Files())
        {
            var name = Path.GetFileNameWithoutExtension(file);
            try
            {
                switch (Path.GetExtension(file).ToLowerInvariant())
                {
                    case ".crt" when File.Exists(Path.ChangeExtension(file, ".key")):
                        pairs.Add(LoadedPair.From(name, X509Certificate2.CreateFromPemFile(file, Path.ChangeExtension(file, ".key"))));
                        break;
                    case ".pem":
                        pairs.Add(LoadedPair.From(name, X509Certificate2.CreateFromPemFile(file)));
                        break;
                    case ".pfx" or ".p12":
                        pairs.Add(
                            LoadedPair.From(name, X509CertificateLoader.LoadPkcs12FromFile(file, password, X509KeyStorageFlags.Exportable))
                        );
                        break;
                    case ".key" when !File.Exists(Path.ChangeExtension(file, ".crt")):
                        older.Add(LoneKey(file));
                        break;
                }
            }
            catch (Exception e) when (e is CryptographicException or ArgumentException)
            {
                throw new CryptographicException($"{Path.GetFileName(file)}: {e.Message}", e);
            }
        }

        return (pairs, older);
    }

    /// <summary>
    /// Creates a pair if there is none. Two nodes that start at the same time on one folder get the same pair: the key is written to
    /// another file, and renamed only if the name is free.
    /// </summary>
    public void MakeIfEmpty(DateTimeOffset now)
    {
        if (Directory.Exists(directory) && Files().Any(IsPair))
        {
            return;
        }

        Directory.CreateDirectory(directory);
        var (certificateFile, keyFile) = (Path.Combine(directory, CertificateFile), Path.Combine(directory, KeyFile));
        using var rsa = RSA.Create(3072);
        var request = new CertificateRequest("CN=SamlSp service provider", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1095));
        using (OpenLock(Path.Combine(directory, ".samlsp.lock")))
        {
            if (File.Exists(keyFile))
            {
                return;
            }

            if (File.Exists(certificateFile))
            {
                throw new IOException(
                    $"there is {CertificateFile} but no {KeyFile}: put the key back, or remove the certificate to create a new pair"
                );
            }

            File.WriteAllText(certificateFile, certificate.ExportCertificatePem() + "\n");
            var aside = keyFile + ".new";
            var mode = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                mode.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using (var writer = new StreamWriter(aside, mode))
            {
                writer.Write(rsa.ExportPkcs8PrivateKeyPem() + "\n");
            }

            File.Move(aside, keyFile, overwrite: false);
        }
    }

    private static bool IsPair(string file) =>
        Path.GetExtension(file).ToLowerInvariant() switch
        {
            ".pem" or ".pfx" or ".p12" => true,
            ".crt" => File.Exists(Path.ChangeExtension(file, ".key")),
            _ => false,
        };

    private IEnumerable<string> Files() =>
        Directory
            .EnumerateFiles(directory)
            .Where(f => Endings.Contains(Path.GetExtension(f), StringComparer.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal);

    private static DecryptionKey LoneKey(string file)
    {
        using var rsa = RSA.Create();
        rsa.ImportFromPem(File.ReadAllText(file));
        return DecryptionKey.FromRsa(rsa, BouncyCastleOaep.Create);
    }

    private static FileStream OpenLock(string path)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            }
            catch (IOException) when (attempt < 100)
            {
                Thread.Sleep(100);
            }
        }
    }
}
