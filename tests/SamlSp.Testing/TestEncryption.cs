using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Xml;

namespace SamlSp.Testing;

/// <summary>How an assertion is encrypted (XML Encryption 1.1), by hand: every algorithm and every fault can be chosen.</summary>
public sealed record TestEncryption
{
    private const string Xenc = "http://www.w3.org/2001/04/xmlenc#";
    private const string Saml = "urn:oasis:names:tc:SAML:2.0:assertion";

    /// <summary>Whom it is for.</summary>
    public X509Certificate2 Recipient { get; init; } = TestCertificates.SpDecryption;

    /// <summary>Recipients that come first in the list of EncryptedKeys.</summary>
    public IReadOnlyList<X509Certificate2> OtherRecipients { get; init; } = [];

    /// <summary>The data's algorithm.</summary>
    public string DataAlgorithm { get; init; } = XmlAlgorithms.Aes256Cbc;

    /// <summary>The key transport's algorithm.</summary>
    public string KeyAlgorithm { get; init; } = XmlAlgorithms.RsaOaepMgf1p;

    /// <summary>The DigestMethod of OAEP: a URI, or null for none (SHA-1).</summary>
    public string? OaepDigest { get; init; }

    /// <summary>The MGF of RSA-OAEP 1.1: a URI, or null for none (MGF1 with SHA-1).</summary>
    public string? OaepMgf { get; init; }

    /// <summary>Whether EncryptedKey stands beside EncryptedData, as some IdPs have it, and not in its KeyInfo.</summary>
    public bool KeyBeside { get; init; }

    /// <summary>Changes the plain text before it is encrypted.</summary>
    public Func<string, string>? ChangePlaintext { get; init; }

    /// <summary>Changes the encrypted bytes.</summary>
    public Func<byte[], byte[]>? ChangeCiphertext { get; init; }

    /// <summary>Replaces the Assertion directly below the root by an EncryptedAssertion.</summary>
    public void EncryptAssertion(XmlDocument document)
    {
        var assertion = document
            .DocumentElement!.ChildNodes.OfType<XmlElement>()
            .First(e => e.LocalName == "Assertion" && e.NamespaceURI == Saml);
        var text = assertion.OuterXml;
        var fragment = document.CreateDocumentFragment();
        fragment.InnerXml =
            $"<EncryptedAssertion xmlns=\"{Saml}\">{Encrypt(ChangePlaintext is null ? text : ChangePlaintext(text))}</EncryptedAssertion>";
        assertion.ParentNode!.ReplaceChild(fragment, assertion);
    }

    /// <summary>EncryptedData (and EncryptedKey) for a piece of XML.</summary>
    public string Encrypt(string xml)
    {
        var key = RandomNumberGenerator.GetBytes(KeyLength);
        var data = EncryptData(key, Encoding.UTF8.GetBytes(xml));
        if (ChangeCiphertext is not null)
        {
            data = ChangeCiphertext(data);
        }

        var keys = string.Concat(OtherRecipients.Append(Recipient).Select(r => EncryptedKey(r, key)));
        return $"<xenc:EncryptedData xmlns:xenc=\"{Xenc}\" Type=\"{Xenc}Element\"><xenc:EncryptionMethod Algorithm=\"{DataAlgorithm}\"/>"
            + (KeyBeside ? "" : $"<KeyInfo xmlns=\"http://www.w3.org/2000/09/xmldsig#\">{keys}</KeyInfo>")
            + $"<xenc:CipherData><xenc:CipherValue>{Convert.ToBase64String(data)}</xenc:CipherValue></xenc:CipherData></xenc:EncryptedData>"
            + (KeyBeside ? keys : "");
    }

    private int KeyLength =>
        DataAlgorithm switch
        {
            XmlAlgorithms.Aes128Cbc or XmlAlgorithms.Aes128Gcm => 16,
            XmlAlgorithms.TripleDesCbc => 24,
            _ => 32,
        };

    private string EncryptedKey(X509Certificate2 recipient, byte[] key)
    {
        using var rsa = recipient.GetRSAPublicKey()!;
        var (digest, mask) = Digests;
        var wrapped =
            KeyAlgorithm != XmlAlgorithms.Rsa15 && digest != mask
                ? OaepEncoder.Encrypt(key, rsa, digest, mask)
                : rsa.Encrypt(
                    key,
                    KeyAlgorithm == XmlAlgorithms.Rsa15 ? RSAEncryptionPadding.Pkcs1 : RSAEncryptionPadding.CreateOaep(digest)
                );
        return $"<xenc:EncryptedKey xmlns:xenc=\"{Xenc}\"><xenc:EncryptionMethod Algorithm=\"{KeyAlgorithm}\">"
            + (OaepDigest is null ? "" : $"<DigestMethod xmlns=\"http://www.w3.org/2000/09/xmldsig#\" Algorithm=\"{OaepDigest}\"/>")
            + (OaepMgf is null ? "" : $"<MGF xmlns=\"http://www.w3.org/2009/xmlenc11#\" Algorithm=\"{OaepMgf}\"/>")
            + $"</xenc:EncryptionMethod><xenc:CipherData><xenc:CipherValue>{Convert.ToBase64String(wrapped)}</xenc:CipherValue></xenc:CipherData></xenc:EncryptedKey>";
    }

    private (HashAlgorithmName Digest, HashAlgorithmName Mask) Digests => (Named(OaepDigest), Named(OaepMgf));

    private static HashAlgorithmName Named(string? uri) =>
        uri is null || uri.EndsWith("sha1", StringComparison.Ordinal) ? HashAlgorithmName.SHA1
        : uri.EndsWith("sha384", StringComparison.Ordinal) ? HashAlgorithmName.SHA384
        : uri.EndsWith("sha512", StringComparison.Ordinal) ? HashAlgorithmName.SHA512
        : HashAlgorithmName.SHA256;

    private byte[] EncryptData(byte[] key, byte[] plain)
    {
        if (DataAlgorithm is XmlAlgorithms.Aes128Gcm or XmlAlgorithms.Aes256Gcm)
        {
            var bytes = new byte[12 + plain.Length + 16];
            RandomNumberGenerator.Fill(bytes.AsSpan(0, 12));
            using var gcm = new AesGcm(key, 16);
            gcm.Encrypt(bytes.AsSpan(0, 12), plain, bytes.AsSpan(12, plain.Length), bytes.AsSpan(12 + plain.Length));
            return bytes;
        }

#pragma warning disable CA5350 // A refused algorithm has to be made to be refused.
        using SymmetricAlgorithm cipher = DataAlgorithm == XmlAlgorithms.TripleDesCbc ? TripleDES.Create() : Aes.Create();
#pragma warning restore CA5350
        cipher.Key = key;
        cipher.GenerateIV();
        return [.. cipher.IV, .. cipher.EncryptCbc(plain, cipher.IV, PaddingMode.ISO10126)];
    }
}
