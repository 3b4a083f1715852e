using System.Buffers;
using System.Buffers.Text;

namespace SamlSp.Protocol;

/// <summary>
/// The one base64 decoder (RFC 4648 4): the standard alphabet, padding required, no set bits behind the last byte. White space is skipped,
/// as xs:base64Binary and the POST binding allow; nothing else is.
/// </summary>
internal static class StrictBase64
{
    private const int MaxDigestCharacters = (DigestAlgorithm.MaximumLength + 2) / 3 * 4;

    /// <summary>The largest number of bytes that a text of this length decodes to.</summary>
    public static int MaximumLength(int characters) => (characters / 4 * 3) + 3;

    /// <summary>Decodes into <paramref name="bytes"/>; false when the text is not base64.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> text, Span<byte> bytes, out int written)
    {
        if (Base64.DecodeFromUtf8(text, bytes, out var consumed, out written) != OperationStatus.Done || consumed != text.Length)
        {
            return false;
        }

        return HasNoStrayBits(text);
    }

    /// <summary>
    /// Decodes a text that is at most as long as a digest in base64. White space is not counted.
    /// </summary>
    public static bool TryDecodeShort(ReadOnlySpan<byte> text, Span<byte> bytes, out int written)
    {
        written = 0;
        Span<byte> compact = stackalloc byte[MaxDigestCharacters];
        var length = 0;
        foreach (var value in text)
        {
            if (value is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
            {
                continue;
            }

            if (length == MaxDigestCharacters)
            {
                return false;
            }

            compact[length++] = value;
        }

        return TryDecode(compact[..length], bytes, out written);
    }

    private static bool HasNoStrayBits(ReadOnlySpan<byte> text)
    {
        text = text.TrimEnd(" \t\r\n"u8);
        if (!text.EndsWith("="u8))
        {
            return true;
        }

        text = text[..^1].TrimEnd(" \t\r\n"u8);
        var mask = 0b11;
        if (text.EndsWith("="u8))
        {
            text = text[..^1].TrimEnd(" \t\r\n"u8);
            mask = 0b1111;
        }

        var last = text[^1];
        var value = last switch
        {
            >= (byte)'A' and <= (byte)'Z' => last - 'A',
            >= (byte)'a' and <= (byte)'z' => last - 'a' + 26,
            >= (byte)'0' and <= (byte)'9' => last - '0' + 52,
            (byte)'+' => 62,
            _ => 63,
        };
        return (value & mask) == 0;
    }
}
