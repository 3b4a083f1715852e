using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SamlSp.Protocol;

namespace SamlSp.AspNetCore;

/// <summary>Our own key pair: signs requests, logout messages and metadata, and decrypts assertions.</summary>
public sealed class ServiceProviderKeys
{
    /// <summary>The certificate's file in <see cref="CertificateOptions.Directory"/>; the private key is beside it in <c>samlsp.key</c>.</summary>
    public const string CertificateFile = "samlsp.crt";
    private const string KeyFile = "samlsp.key";

    /// <summary>The pair that signs; null when there is none.</summary>
    public SigningKey? Signing { get; private set; }

    /// <summary>Private keys for encrypted assertions.</summary>
    public IReadOnlyList<DecryptionKey> Decryption { get; private set; } = [];

    /// <summary>The metadata as it is published, signed once; null until somebody asks for it.</summary>
    internal byte[]? Metadata { get; set; }

    /// <summary>The certificate; null when there is none.</summary>
    public X509Certificate2? Certificate => Signing?.Certificate;

    internal void Load(CertificateOptions options, string contentRoot)
    {
        if (options.Directory is null) return;
        var directory = Path.Combine(contentRoot, options.Directory);
        var certificate = Path.Combine(directory, CertificateFile);
        var key = Path.Combine(directory, KeyFile);
        if (!File.Exists(key)) Make(directory, certificate, key);
        var pair = X509Certificate2.CreateFromPemFile(certificate, key);
        Signing = SigningKey.FromCertificate(pair);
        Decryption = [.. pair.GetRSAPrivateKey() is { } rsa ? [DecryptionKey.FromRsa(rsa)] : Array.Empty<DecryptionKey>(), .. OlderKeys(directory).Select(DecryptionKey.FromRsa)];
    }

    /// <summary>Every other <c>*.key</c> in the folder: what was encrypted for a pair before this one can still be read.</summary>
    private static IEnumerable<RSA> OlderKeys(string directory)
    {
        foreach (var file in Directory.GetFiles(directory, "*.key").Where(f => Path.GetFileName(f) != KeyFile).OrderDescending(StringComparer.Ordinal))
        {
            var rsa = RSA.Create();
            rsa.ImportFromPem(File.ReadAllText(file));
            yield return rsa;
        }
    }

    /// <summary>
    /// Two nodes that start together on one folder end with one pair: the key is written aside and moved to its name only if that is free.
    /// </summary>
    private static void Make(string directory, string certificateFile, string keyFile)
    {
        Directory.CreateDirectory(directory);
        using var rsa = RSA.Create(3072);
        var request = new CertificateRequest("CN=SamlSp service provider", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var now = DateTimeOffset.UtcNow;
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1095));
        var lockFile = Path.Combine(directory, ".samlsp.lock");
        using (OpenLock(lockFile))
        {
            if (File.Exists(keyFile)) return;
            if (File.Exists(certificateFile)) throw new IOException($"there is {CertificateFile} but no {KeyFile}: put the key back, or remove the certificate to have a new pair made");
            File.WriteAllText(certificateFile, certificate.ExportCertificatePem() + "\n");
            var aside = keyFile + ".new";
            var mode = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) mode.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using (var writer = new StreamWriter(aside, mode)) writer.Write(rsa.ExportPkcs8PrivateKeyPem() + "\n");
            File.Move(aside, keyFile, overwrite: false);
        }
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
