using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace SamlSp.Directory;

/// <summary>
/// Encrypts a data protection key: AES-256-GCM under a key of its own, and that key with RSA-OAEP (SHA-256) to the certificate.
/// </summary>
internal sealed class CertificateKeyEncryptor(KeyCertificates certificates) : IXmlEncryptor
{
    internal const string Element = "samlspEncryptedKey";
    internal const int NonceLength = 12;
    internal const int TagLength = 16;

    /// <inheritdoc />
    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var certificate = certificates.Current;
        var plain = Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting));
        var key = RandomNumberGenerator.GetBytes(32);
        var nonce = RandomNumberGenerator.GetBytes(NonceLength);
        var cipher = new byte[plain.Length];
        var tag = new byte[TagLength];
        try
        {
            using var aes = new AesGcm(key, TagLength);
            aes.Encrypt(nonce, plain, cipher, tag);
            using var rsa = certificate.GetRSAPublicKey()!;
            return new(
                new XElement(
                    Element,
                    new XAttribute("certificate", KeyCertificates.Thumbprint(certificate)),
                    new XElement("key", Convert.ToBase64String(rsa.Encrypt(key, RSAEncryptionPadding.OaepSHA256))),
                    new XElement("value", Convert.ToBase64String([.. nonce, .. tag, .. cipher]))
                ),
                typeof(CertificateKeyDecryptor)
            );
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
            CryptographicOperations.ZeroMemory(key);
        }
    }
}
