using System.Buffers;
using System.Buffers.Text;

namespace SamlSp.Protocol;

/// <summary>
/// The one base64 decoder (RFC 4648 4): the standard alphabet, padding required, no set bits behind the last octet. White space is skipped, as xs:base64Binary
/// and the POST binding allow; nothing else is.
/// </summary>
internal static class StrictBase64
{
    /// <summary>How many octets the text decodes to at the most.</summary>
    public static int MaximumLength(int characters) => (characters / 4 * 3) + 3;

    /// <summary>Decodes into <paramref name="octets"/>; false when the text is not base64.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> text, Span<byte> octets, out int written)
    {
        if (Base64.DecodeFromUtf8(text, octets, out var consumed, out written) != OperationStatus.Done || consumed != text.Length)
            return false;
        return HasNoStrayBits(text);
    }

    private static bool HasNoStrayBits(ReadOnlySpan<byte> text)
    {
        text = text.TrimEnd(" \t\r\n"u8);
        if (!text.EndsWith("="u8))
            return true;
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
