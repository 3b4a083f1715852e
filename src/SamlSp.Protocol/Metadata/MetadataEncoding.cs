using System.Text;

namespace SamlSp.Protocol;

/// <summary>
/// Converts a metadata document to UTF-8 from the other encodings that identity providers use: UTF-16, US-ASCII and ISO-8859-1 (XML 1.0
/// 4.3.3 and appendix F).
/// </summary>
internal static class MetadataEncoding
{
    // The declaration comes first and is short: no encoding name lies further behind.
    private const int MaxDeclarationLength = 256;

    /// <summary>The document in UTF-8; null when its bytes are not in the encoding that they claim, or it is another encoding.</summary>
    public static byte[]? ToUtf8(ReadOnlySpan<byte> bytes)
    {
        // (1) UTF-16 shows in the first bytes: a byte order mark, or every other byte of "<?" being zero.
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || bytes.StartsWith((ReadOnlySpan<byte>)[0x3C, 0x00, 0x3F, 0x00]))
        {
            return Convert(bytes, new UnicodeEncoding(bigEndian: false, byteOrderMark: false, throwOnInvalidBytes: true));
        }

        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) || bytes.StartsWith((ReadOnlySpan<byte>)[0x00, 0x3C, 0x00, 0x3F]))
        {
            return Convert(bytes, new UnicodeEncoding(bigEndian: true, byteOrderMark: false, throwOnInvalidBytes: true));
        }

        // (2) A declaration that can be read as ASCII names the others. One that says UTF-16 was left behind by a conversion to UTF-8.
        return Declared(bytes).ToUpperInvariant() switch
        {
            "" or "UTF-8" or "UTF8" or "UTF-16" or "UTF-16LE" or "UTF-16BE" => bytes.ToArray(),
            "US-ASCII" or "ASCII" or "ISO646-US" or "ANSI_X3.4-1968" => Ascii.IsValid(bytes) ? bytes.ToArray() : null,
            "ISO-8859-1" or "ISO_8859-1" or "LATIN1" or "L1" => Encoding.UTF8.GetBytes(Encoding.Latin1.GetString(bytes)),
            _ => null,
        };
    }

    private static byte[]? Convert(ReadOnlySpan<byte> bytes, UnicodeEncoding encoding)
    {
        try
        {
            return Encoding.UTF8.GetBytes(encoding.GetString(bytes));
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>The encoding of the XML declaration; empty when there is none.</summary>
    private static string Declared(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith("\uFEFF"u8))
        {
            // The mark is UTF-8's, whatever the declaration says.
            return "";
        }

        var end = bytes.StartsWith("<?xml"u8) ? bytes[..Math.Min(bytes.Length, MaxDeclarationLength)].IndexOf("?>"u8) : -1;
        if (end < 0)
        {
            return "";
        }

        var declaration = Encoding.Latin1.GetString(bytes[..end]);
        var at = declaration.IndexOf("encoding", StringComparison.Ordinal);
        var open = at < 0 ? -1 : declaration.AsSpan(at).IndexOfAny('"', '\'');
        if (open < 0)
        {
            return "";
        }

        var value = declaration[(at + open + 1)..];
        var close = value.IndexOf(declaration[at + open], StringComparison.Ordinal);
        return close < 0 ? "" : value[..close];
    }
}
