using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SamlSp.Protocol;

/// <summary>
/// Reads the text of an X509Certificate. It should be one certificate in base64 (XML Signature 1.1 4.5.4). Some identity providers keep the
/// lines of PEM around it, or write several certificates one after the other.
/// </summary>
internal static class CertificateText
{
    private static readonly char[] WhiteSpace = [' ', '\t', '\r', '\n'];

    /// <summary>Adds the certificates to a list, at most up to a number of entries; false when one of them cannot be read.</summary>
    public static bool TryLoad(string? text, int maximum, List<X509Certificate2> certificates)
    {
        if (text is null)
        {
            return false;
        }

        var found = certificates.Count;
        foreach (var base64 in Parts(text))
        {
            if (!Base64Text.TryDecode(base64, allowWhiteSpace: true, out var bytes) || !TryLoad(bytes, maximum, certificates))
            {
                return false;
            }
        }

        return certificates.Count > found;
    }

    /// <summary>The base64 texts: lines of PEM separate them, and so does the padding at the end of one.</summary>
    private static IEnumerable<string> Parts(string text)
    {
        foreach (var block in text.Split("-----BEGIN CERTIFICATE-----").SelectMany(b => b.Split("-----END CERTIFICATE-----")))
        {
            var start = 0;
            while (start < block.Length)
            {
                var padding = block.IndexOf('=', start);
                var end = padding < 0 ? block.Length : padding;
                while (end < block.Length && (block[end] == '=' || Array.IndexOf(WhiteSpace, block[end]) >= 0))
                {
                    end++;
                }

                var part = block[start..end].Trim(WhiteSpace);
                if (part.Length > 0)
                {
                    yield return part;
                }

                start = end;
            }
        }
    }

    /// <summary>Several certificates without padding between them decode to DER values in a row.</summary>
    private static bool TryLoad(ReadOnlySpan<byte> bytes, int maximum, List<X509Certificate2> certificates)
    {
        try
        {
            while (!bytes.IsEmpty)
            {
                AsnDecoder.ReadEncodedValue(bytes, AsnEncodingRules.DER, out _, out _, out var length);
                if (certificates.Count == maximum)
                {
                    return false;
                }

                certificates.Add(X509CertificateLoader.LoadCertificate(bytes[..length]));
                bytes = bytes[length..];
            }

            return true;
        }
        catch (Exception exception) when (exception is CryptographicException or AsnContentException)
        {
            return false;
        }
    }
}
