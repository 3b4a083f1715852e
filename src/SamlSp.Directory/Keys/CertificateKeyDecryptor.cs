using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.DependencyInjection;

namespace SamlSp.Directory;

/// <summary>
/// The other way of <see cref="CertificateKeyEncryptor"/>. The framework makes it, by the name that stands beside the stored key.
/// </summary>
internal sealed class CertificateKeyDecryptor(IServiceProvider services) : IXmlDecryptor
{
    private readonly KeyCertificates _certificates = services.GetRequiredService<KeyCertificates>();

    /// <inheritdoc />
    public XElement Decrypt(XElement encryptedElement)
    {
        var thumbprint = (string?)encryptedElement.Attribute("certificate") ?? "";
        var certificate =
            _certificates.Find(thumbprint)
            ?? throw new CryptographicException(
                $"The data protection key is encrypted with the certificate {thumbprint}, which is not among"
                    + " SamlSp:Storage:KeyCertificates."
            );
        using var rsa = certificate.GetRSAPrivateKey()!;
        var key = rsa.Decrypt(Convert.FromBase64String((string?)encryptedElement.Element("key") ?? ""), RSAEncryptionPadding.OaepSHA256);
        var value = Convert.FromBase64String((string?)encryptedElement.Element("value") ?? "").AsSpan();
        if (value.Length < CertificateKeyEncryptor.NonceLength + CertificateKeyEncryptor.TagLength)
        {
            throw new CryptographicException("The stored data protection key is cut off.");
        }

        var plain = new byte[value.Length - CertificateKeyEncryptor.NonceLength - CertificateKeyEncryptor.TagLength];
        using var aes = new AesGcm(key, CertificateKeyEncryptor.TagLength);
        aes.Decrypt(
            value[..CertificateKeyEncryptor.NonceLength],
            value[^plain.Length..],
            value.Slice(CertificateKeyEncryptor.NonceLength, CertificateKeyEncryptor.TagLength),
            plain
        );
        return XElement.Parse(Encoding.UTF8.GetString(plain));
    }
}
