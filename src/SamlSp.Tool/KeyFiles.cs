using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using SamlSp.AspNetCore;
using SamlSp.Protocol;

namespace SamlSp.Tool;

/// <summary>Certificates and private keys that a call names.</summary>
internal static class KeyFiles
{
    /// <summary>The certificates of a PEM or DER file.</summary>
    public static IEnumerable<VerificationKey> Certificates(string file)
    {
        var bytes = ToolFiles.ReadBytes(file);
        try
        {
            var certificates = new X509Certificate2Collection();
            if (bytes.AsSpan().IndexOf("-----BEGIN"u8) >= 0)
            {
                certificates.ImportFromPem(Encoding.UTF8.GetString(bytes));
            }
            else
            {
                certificates.Add(X509CertificateLoader.LoadCertificate(bytes));
            }

            return certificates.Count > 0
                ? [.. certificates.Select(VerificationKey.FromCertificate)]
                : throw new UsageException($"{file} holds no certificate");
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            throw new UsageException($"{file} is not a usable certificate: {exception.Message}");
        }
    }

    /// <summary>The private key of a PEM file.</summary>
    public static DecryptionKey PrivateKey(string file)
    {
        var rsa = RSA.Create();
        try
        {
            rsa.ImportFromPem(Encoding.UTF8.GetString(ToolFiles.ReadBytes(file)));
            return DecryptionKey.FromRsa(rsa, BouncyCastleOaep.Create);
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            throw new UsageException($"{file} is not a usable RSA private key in PEM: {exception.Message}");
        }
    }
}
