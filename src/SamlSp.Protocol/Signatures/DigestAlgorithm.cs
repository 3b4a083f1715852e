using System.Security.Cryptography;

namespace SamlSp.Protocol;

/// <summary>The digest algorithms of the allow-list: SHA-256, SHA-384, SHA-512 (XML Signature 1.1 6.2).</summary>
internal static class DigestAlgorithm
{
    /// <summary>The longest digest, in bytes.</summary>
    public const int MaximumLength = 64;

    public const string Sha256Uri = "http://www.w3.org/2001/04/xmlenc#sha256";

    private static readonly string[] Weak =
    [
        "http://www.w3.org/2000/09/xmldsig#sha1",
        "http://www.w3.org/2001/04/xmldsig-more#md5",
        "http://www.w3.org/2001/04/xmldsig-more#sha224",
        "http://www.w3.org/2001/04/xmlenc#ripemd160",
    ];

    /// <summary>The hash of an identifier; false with the refusal's code when it is not allowed.</summary>
    public static bool TryFind(ReadOnlySpan<byte> uri, out HashAlgorithmName hash, out string refusalCode)
    {
        refusalCode = "";
        if (uri.SequenceEqual("http://www.w3.org/2001/04/xmlenc#sha256"u8))
        {
            hash = HashAlgorithmName.SHA256;
            return true;
        }

        if (uri.SequenceEqual("http://www.w3.org/2001/04/xmldsig-more#sha384"u8))
        {
            hash = HashAlgorithmName.SHA384;
            return true;
        }

        if (uri.SequenceEqual("http://www.w3.org/2001/04/xmlenc#sha512"u8))
        {
            hash = HashAlgorithmName.SHA512;
            return true;
        }

        hash = default;
        refusalCode = AlgorithmNames.IsOneOf(uri, Weak) ? RefusalCodes.WeakAlgorithm : RefusalCodes.UnsupportedAlgorithm;
        return false;
    }
}
