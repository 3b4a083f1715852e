using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace SamlSp.EntraSandbox;

/// <summary>Encrypts an assertion for a service provider (XML Encryption 1.1 5.2, 5.5).</summary>
internal static class AssertionEncryption
{
    public const string OaepMgf1p = SamlNames.Encryption + "rsa-oaep-mgf1p";
    public const string Rsa15 = SamlNames.Encryption + "rsa-1_5";
    private const string Cbc = SamlNames.Encryption + "aes256-cbc";
    private const string Gcm = "http://www.w3.org/2009/xmlenc11#aes256-gcm";

    /// <summary>
    /// An EncryptedAssertion. <paramref name="keyTransport"/> other than OAEP, and <paramref name="spoil"/>, are the attack lab's.
    /// </summary>
    public static string Encrypt(
        string assertion,
        SandboxEncryption how,
        X509Certificate2 recipient,
        string keyTransport = OaepMgf1p,
        bool spoil = false
    )
    {
        var key = RandomNumberGenerator.GetBytes(32);
        var data = how == SandboxEncryption.Aes256Gcm ? EncryptGcm(key, assertion) : EncryptCbc(key, assertion);
        if (spoil)
        {
            data[^1] ^= 1;
        }

        using var rsa =
            recipient.GetRSAPublicKey() ?? throw new InvalidOperationException("Assertions can be encrypted for an RSA key only.");
        var wrapped = rsa.Encrypt(key, keyTransport == OaepMgf1p ? RSAEncryptionPadding.OaepSHA1 : RSAEncryptionPadding.Pkcs1);
        return XmlText.Write(xml =>
        {
            xml.WriteStartElement("EncryptedAssertion", SamlNames.Assertion);
            xml.WriteStartElement("xenc", "EncryptedData", SamlNames.Encryption);
            xml.WriteAttributeString("Type", SamlNames.Encryption + "Element");
            Method(how == SandboxEncryption.Aes256Gcm ? Gcm : Cbc);
            xml.WriteStartElement("KeyInfo", SamlNames.Signature);
            xml.WriteStartElement("xenc", "EncryptedKey", SamlNames.Encryption);
            Method(keyTransport);
            Value(wrapped);
            xml.WriteEndElement();
            xml.WriteEndElement();
            Value(data);
            xml.WriteEndElement();
            xml.WriteEndElement();

            void Method(string algorithm)
            {
                xml.WriteStartElement("xenc", "EncryptionMethod", SamlNames.Encryption);
                xml.WriteAttributeString("Algorithm", algorithm);
                xml.WriteEndElement();
            }

            void Value(byte[] bytes)
            {
                xml.WriteStartElement("xenc", "CipherData", SamlNames.Encryption);
                xml.WriteElementString("xenc", "CipherValue", SamlNames.Encryption, Convert.ToBase64String(bytes));
                xml.WriteEndElement();
            }
        });
    }

    private static byte[] EncryptCbc(byte[] key, string text)
    {
        using var aes = Aes.Create();
        aes.Key = key;
        aes.GenerateIV();
        return [.. aes.IV, .. aes.EncryptCbc(Encoding.UTF8.GetBytes(text), aes.IV, PaddingMode.ISO10126)];
    }

    private static byte[] EncryptGcm(byte[] key, string text)
    {
        var plain = Encoding.UTF8.GetBytes(text);
        var bytes = new byte[12 + plain.Length + 16];
        RandomNumberGenerator.Fill(bytes.AsSpan(0, 12));
        using var gcm = new AesGcm(key, 16);
        gcm.Encrypt(bytes.AsSpan(0, 12), plain, bytes.AsSpan(12, plain.Length), bytes.AsSpan(12 + plain.Length));
        return bytes;
    }
}
