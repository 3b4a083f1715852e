using System.Security.Cryptography;

namespace SamlSp.Protocol;

/// <summary>A signature algorithm of the allow-list (XML Signature 1.1 6.4, RFC 9231 2.3).</summary>
internal sealed class SignatureAlgorithm
{
    public static readonly SignatureAlgorithm RsaSha256 = new(
        "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
        HashAlgorithmName.SHA256,
        RSASignaturePadding.Pkcs1
    );
    public static readonly SignatureAlgorithm EcdsaSha256 = new(
        "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256",
        HashAlgorithmName.SHA256,
        null
    );

    private static readonly SignatureAlgorithm[] Allowed =
    [
        RsaSha256,
        new("http://www.w3.org/2001/04/xmldsig-more#rsa-sha384", HashAlgorithmName.SHA384, RSASignaturePadding.Pkcs1),
        new("http://www.w3.org/2001/04/xmldsig-more#rsa-sha512", HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1),
        EcdsaSha256,
        new("http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384", HashAlgorithmName.SHA384, null),
        new("http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512", HashAlgorithmName.SHA512, null),
        new("http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1", HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
        new("http://www.w3.org/2007/05/xmldsig-more#sha384-rsa-MGF1", HashAlgorithmName.SHA384, RSASignaturePadding.Pss),
        new("http://www.w3.org/2007/05/xmldsig-more#sha512-rsa-MGF1", HashAlgorithmName.SHA512, RSASignaturePadding.Pss),
    ];

    private static readonly string[] Weak =
    [
        "http://www.w3.org/2000/09/xmldsig#rsa-sha1",
        "http://www.w3.org/2000/09/xmldsig#dsa-sha1",
        "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha1",
        "http://www.w3.org/2001/04/xmldsig-more#rsa-md5",
        "http://www.w3.org/2007/05/xmldsig-more#sha1-rsa-MGF1",
        "http://www.w3.org/2007/05/xmldsig-more#md5-rsa-MGF1",
    ];

    private readonly byte[] _uri;

    private SignatureAlgorithm(string uri, HashAlgorithmName hash, RSASignaturePadding? padding)
    {
        Uri = uri;
        _uri = System.Text.Encoding.ASCII.GetBytes(uri);
        Hash = hash;
        Padding = padding;
    }

    public string Uri { get; }

    public HashAlgorithmName Hash { get; }

    /// <summary>Null for ECDSA.</summary>
    public RSASignaturePadding? Padding { get; }

    public bool IsEcdsa => Padding is null;

    /// <summary>The algorithm of an identifier; null with the refusal's code when it is not allowed.</summary>
    public static SignatureAlgorithm? Find(ReadOnlySpan<byte> uri, out string refusalCode)
    {
        refusalCode = "";
        foreach (var algorithm in Allowed)
        {
            if (uri.SequenceEqual(algorithm._uri))
            {
                return algorithm;
            }
        }

        refusalCode = AlgorithmNames.IsOneOf(uri, Weak) ? RefusalCodes.WeakAlgorithm : RefusalCodes.UnsupportedAlgorithm;
        return null;
    }
}
