using System.Security.Cryptography;

namespace SamlSp.Protocol;

/// <summary>
/// Key transport of the allow-list: RSA-OAEP (XML Encryption 1.1 5.5.2). The digest and the mask's digest have to be the same, for the
/// framework has no other form; a label (OAEPparams) is not supported either.
/// </summary>
internal static class KeyTransport
{
    /// <summary>The padding that an EncryptedKey's EncryptionMethod names; null with the refusal's code when it is not allowed.</summary>
    public static RSAEncryptionPadding? Find(XmlElement method, out string refusalCode)
    {
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

        var digest = "sha1"u8;
        var mask = "sha1"u8;
        foreach (var child in method.Children)
        {
            if (child.Is("DigestMethod"u8, Namespaces.Signature))
            {
                digest = DigestName(child);
            }
            else if (child.Is("MGF"u8, Namespaces.Encryption11) && isOaep11)
            {
                mask = MaskName(child);
            }
            else if (!child.Is("KeySize"u8, Namespaces.Encryption) && !IsEmptyLabel(child))
            {
                return null;
            }
        }

        return !digest.SequenceEqual(mask) ? null
            : digest.SequenceEqual("sha1"u8) ? RSAEncryptionPadding.OaepSHA1
            : digest.SequenceEqual("sha256"u8) ? RSAEncryptionPadding.OaepSHA256
            : digest.SequenceEqual("sha384"u8) ? RSAEncryptionPadding.OaepSHA384
            : digest.SequenceEqual("sha512"u8) ? RSAEncryptionPadding.OaepSHA512
            : null;
    }

    // SHA-1 is sound here: OAEP does not rest on collision resistance. Entra uses it.
    private static ReadOnlySpan<byte> DigestName(XmlElement method)
    {
        method.TryGetAttribute("Algorithm"u8, out var uri);
        return uri.SequenceEqual("http://www.w3.org/2000/09/xmldsig#sha1"u8) ? "sha1"u8
            : uri.SequenceEqual("http://www.w3.org/2001/04/xmlenc#sha256"u8) ? "sha256"u8
            : uri.SequenceEqual("http://www.w3.org/2001/04/xmldsig-more#sha384"u8) ? "sha384"u8
            : uri.SequenceEqual("http://www.w3.org/2001/04/xmlenc#sha512"u8) ? "sha512"u8
            : "?"u8;
    }

    private static ReadOnlySpan<byte> MaskName(XmlElement mgf)
    {
        mgf.TryGetAttribute("Algorithm"u8, out var uri);
        var prefix = "http://www.w3.org/2009/xmlenc11#mgf1"u8;
        return uri.StartsWith(prefix) ? uri[prefix.Length..] : "??"u8;
    }

    private static bool IsEmptyLabel(XmlElement child) =>
        child.Is("OAEPparams"u8, Namespaces.Encryption) && child.TryGetText(out var text) && Utf8Text.IsBlank(text);
}
