using System.Security.Cryptography;

namespace SamlSp.Protocol;

/// <summary>
/// Key transport of the allow-list: RSA-OAEP (XML Encryption 1.1 5.5.2) with a digest and a digest of its mask. A label (OAEPparams) is not
/// supported.
/// </summary>
internal readonly record struct KeyTransport(HashAlgorithmName Digest, HashAlgorithmName MaskDigest)
{
    /// <summary>Whether the two digests differ, so that the framework's padding cannot express it.</summary>
    public bool IsMixed => Digest != MaskDigest;

    /// <summary>The framework's padding, where the digests are the same.</summary>
    public RSAEncryptionPadding Padding => RSAEncryptionPadding.CreateOaep(Digest);

    /// <summary>What an EncryptedKey's EncryptionMethod names; null with the refusal's code when it is not allowed.</summary>
    public static KeyTransport? Find(XmlElement method, out string refusalCode)
    {
        // (1) RSA-OAEP, in the form of XML Encryption 1.0 or 1.1.
        refusalCode = RefusalCodes.UnsupportedAlgorithm;
        method.TryGetAttribute("Algorithm"u8, out var uri);
        if (uri.SequenceEqual("http://www.w3.org/2001/04/xmlenc#rsa-1_5"u8))
        {
            refusalCode = RefusalCodes.WeakAlgorithm;
            return null;
        }

        var isOaep11 = uri.SequenceEqual("http://www.w3.org/2009/xmlenc11#rsa-oaep"u8);
        if (!isOaep11 && !uri.SequenceEqual("http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p"u8))
        {
            return null;
        }

        // (2) Its digests, SHA-1 unless it says otherwise. SHA-1 is sound here: OAEP does not rest on collision resistance. Entra uses it.
        HashAlgorithmName? digest = HashAlgorithmName.SHA1;
        HashAlgorithmName? mask = HashAlgorithmName.SHA1;
        foreach (var child in method.Children)
        {
            if (child.Is("DigestMethod"u8, Namespaces.Signature))
            {
                digest = DigestOf(child);
            }
            else if (child.Is("MGF"u8, Namespaces.Encryption11) && isOaep11)
            {
                mask = MaskDigestOf(child);
            }
            else if (!child.Is("KeySize"u8, Namespaces.Encryption) && !IsEmptyLabel(child))
            {
                return null;
            }
        }

        return digest is { } d && mask is { } m ? new(d, m) : null;
    }

    private static HashAlgorithmName? DigestOf(XmlElement method)
    {
        method.TryGetAttribute("Algorithm"u8, out var uri);
        return uri.SequenceEqual("http://www.w3.org/2000/09/xmldsig#sha1"u8) ? HashAlgorithmName.SHA1
            : uri.SequenceEqual("http://www.w3.org/2001/04/xmlenc#sha256"u8) ? HashAlgorithmName.SHA256
            : uri.SequenceEqual("http://www.w3.org/2001/04/xmldsig-more#sha384"u8) ? HashAlgorithmName.SHA384
            : uri.SequenceEqual("http://www.w3.org/2001/04/xmlenc#sha512"u8) ? HashAlgorithmName.SHA512
            : null;
    }

    private static HashAlgorithmName? MaskDigestOf(XmlElement mgf)
    {
        mgf.TryGetAttribute("Algorithm"u8, out var uri);
        return uri.SequenceEqual("http://www.w3.org/2009/xmlenc11#mgf1sha1"u8) ? HashAlgorithmName.SHA1
            : uri.SequenceEqual("http://www.w3.org/2009/xmlenc11#mgf1sha256"u8) ? HashAlgorithmName.SHA256
            : uri.SequenceEqual("http://www.w3.org/2009/xmlenc11#mgf1sha384"u8) ? HashAlgorithmName.SHA384
            : uri.SequenceEqual("http://www.w3.org/2009/xmlenc11#mgf1sha512"u8) ? HashAlgorithmName.SHA512
            : null;
    }

    private static bool IsEmptyLabel(XmlElement child) =>
        child.Is("OAEPparams"u8, Namespaces.Encryption) && child.TryGetText(out var text) && Utf8Text.IsBlank(text);
}
