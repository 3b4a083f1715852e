using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SamlSp.AspNetCore;

namespace SamlSp.Directory;

/// <summary>The certificates that data protection keys are encrypted with, read at first use.</summary>
internal sealed class KeyCertificates : IDisposable
{
    private readonly Lazy<IReadOnlyList<X509Certificate2>> _all;

    public KeyCertificates(StoreSettings settings)
    {
        IsEmpty = settings.Options.KeyCertificates.Count == 0;
        _all = new(() => Read(settings));
    }

    /// <summary>Whether there are none: keys are stored as they are. Reads nothing.</summary>
    public bool IsEmpty { get; }

    /// <summary>The one that encrypts.</summary>
    public X509Certificate2 Current => _all.Value[0];

    /// <summary>Reads the files.</summary>
    /// <exception cref="SamlSpConfigurationException">One is missing, unreadable, or without an RSA key.</exception>
    public void Check() => _ = _all.Value;

    /// <summary>The certificate with a SHA-256 thumbprint; null when it is not among them.</summary>
    public X509Certificate2? Find(string thumbprint) => _all.Value.FirstOrDefault(c => Thumbprint(c) == thumbprint);

    public static string Thumbprint(X509Certificate2 certificate) => certificate.GetCertHashString(HashAlgorithmName.SHA256);

    public void Dispose()
    {
        if (!_all.IsValueCreated)
        {
            return;
        }

        foreach (var certificate in _all.Value)
        {
            certificate.Dispose();
        }
    }

    /// <summary>The private key stands in the same file, or in one beside it that ends with <c>.key</c>.</summary>
    private static X509Certificate2 Load(string file, string? password)
    {
        if (Path.GetExtension(file).ToLowerInvariant() is ".pfx" or ".p12")
        {
            return X509CertificateLoader.LoadPkcs12FromFile(file, password);
        }

        var beside = Path.ChangeExtension(file, ".key");
        return beside != file && File.Exists(beside)
            ? X509Certificate2.CreateFromPemFile(file, beside)
            : X509Certificate2.CreateFromPemFile(file);
    }

    private static List<X509Certificate2> Read(StoreSettings settings)
    {
        var certificates = new List<X509Certificate2>();
        var errors = new List<string>();
        for (var i = 0; i < settings.Options.KeyCertificates.Count; i++)
        {
            try
            {
                var certificate = Load(
                    Path.Combine(settings.ContentRoot, settings.Options.KeyCertificates[i]),
                    settings.Options.KeyCertificatePassword
                );
                certificates.Add(certificate);
                using var rsa = certificate.GetRSAPrivateKey();
                if (rsa is null)
                {
                    errors.Add($"SamlSp:Storage:KeyCertificates:{i}: must be an RSA certificate");
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
            {
                errors.Add($"SamlSp:Storage:KeyCertificates:{i}: cannot be read as a certificate with its private key: {e.Message}");
            }
        }

        return errors.Count == 0 ? certificates : throw new SamlSpConfigurationException(errors);
    }
}
