using System.IO.Compression;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Web;

namespace SamlSp.EntraSandbox;

/// <summary>
/// The redirect binding as Entra writes it: percent-encoding in lower case (<c>%2f</c>), and the signature over exactly those bytes.
/// Whoever re-encodes before verifying fails here as they would at Entra.
/// </summary>
internal static class EntraRedirect
{
    private const string RsaSha256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";

    public static string Url(string destination, string parameter, ReadOnlySpan<byte> xml, string? relayState, X509Certificate2 certificate)
    {
        var query = $"{parameter}={HttpUtility.UrlEncode(Deflate(xml))}";
        if (relayState is not null)
        {
            query += $"&RelayState={HttpUtility.UrlEncode(relayState)}";
        }

        query += $"&SigAlg={HttpUtility.UrlEncode(RsaSha256)}";
        using var rsa = certificate.GetRSAPrivateKey() ?? throw new InvalidOperationException("The tenant signs with RSA.");
        var signature = rsa.SignData(Encoding.ASCII.GetBytes(query), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        query += $"&Signature={HttpUtility.UrlEncode(Convert.ToBase64String(signature))}";
        return destination + (destination.Contains('?', StringComparison.Ordinal) ? '&' : '?') + query;
    }

    private static string Deflate(ReadOnlySpan<byte> xml)
    {
        using var compressed = new MemoryStream();
        using (var deflate = new DeflateStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            deflate.Write(xml);
        }

        return Convert.ToBase64String(compressed.ToArray());
    }
}
