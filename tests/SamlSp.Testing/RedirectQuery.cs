using System.IO.Compression;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace SamlSp.Testing;

/// <summary>Writes signed queries of the redirect binding as other implementations do, independently of the code under test.</summary>
public sealed record RedirectQuery
{
    /// <summary><c>SAMLRequest</c> or <c>SAMLResponse</c>.</summary>
    public string Parameter { get; init; } = "SAMLRequest";

    /// <summary>The message.</summary>
    public required string Xml { get; init; }

    /// <summary>RelayState; null sends none.</summary>
    public string? RelayState { get; init; }

    /// <summary>The key; null sends the query unsigned.</summary>
    public X509Certificate2? Certificate { get; init; } = TestCertificates.Idp;

    /// <summary>SigAlg.</summary>
    public string Algorithm { get; init; } = XmlAlgorithms.RsaSha256;

    /// <summary>Whether percent-encoding is in lower case, as Entra's is.</summary>
    public bool LowerCase { get; init; } = true;

    /// <summary>The query, without a question mark.</summary>
    public override string ToString()
    {
        var query = Parameter + "=" + Escape(Convert.ToBase64String(Deflate(Encoding.UTF8.GetBytes(Xml))));
        if (RelayState is not null)
        {
            query += "&RelayState=" + Escape(RelayState);
        }

        if (Certificate is null)
        {
            return query;
        }

        query += "&SigAlg=" + Escape(Algorithm);
        return query + "&Signature=" + Escape(Convert.ToBase64String(Sign(Encoding.ASCII.GetBytes(query))));
    }

    /// <summary>Percent-encodes in the chosen case.</summary>
    public string Escape(string value)
    {
        var escaped = Uri.EscapeDataString(value).ToCharArray();
        for (var i = 0; LowerCase && i < escaped.Length; i++)
        {
            if (escaped[i] == '%')
            {
                escaped[i + 1] = char.ToLowerInvariant(escaped[i + 1]);
                escaped[i + 2] = char.ToLowerInvariant(escaped[i + 2]);
            }
        }

        return new(escaped);
    }

    private byte[] Sign(byte[] bytes)
    {
        var hash =
            Algorithm.EndsWith("sha1", StringComparison.Ordinal) ? HashAlgorithmName.SHA1
            : Algorithm.EndsWith("sha512", StringComparison.Ordinal) ? HashAlgorithmName.SHA512
            : HashAlgorithmName.SHA256;
        using var rsa = Certificate!.GetRSAPrivateKey();
        using var ecdsa = Certificate!.GetECDsaPrivateKey();
        return rsa?.SignData(bytes, hash, RSASignaturePadding.Pkcs1) ?? ecdsa!.SignData(bytes, hash);
    }

    private static byte[] Deflate(byte[] bytes)
    {
        using var compressed = new MemoryStream();
        using (var deflate = new DeflateStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            deflate.Write(bytes);
        }

        return compressed.ToArray();
    }
}
