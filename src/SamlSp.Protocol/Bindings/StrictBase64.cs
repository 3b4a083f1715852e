using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace SamlSp.Protocol;

/// <summary>The one base64 decoder for messages and signatures: the standard alphabet, padded, no unused bits set; white space only where a binding allows it.</summary>
internal static class StrictBase64
{
    public static bool TryDecode(string text, bool allowWhiteSpace, [NotNullWhen(true)] out byte[]? octets)
    {
        octets = null;
        var ascii = new byte[text.Length];
        if (text.Length == 0 || !Encoding.ASCII.TryGetBytes(text, ascii, out var written) || written != text.Length)
            return false;
        // A character outside ASCII has become a question mark, which is not base64 either.
        if (!allowWhiteSpace && ascii.AsSpan().ContainsAny(" \t\r\n"u8))
            return false;
        var buffer = new byte[Base64.GetMaxDecodedFromUtf8Length(written)];
        if (Base64.DecodeFromUtf8(ascii, buffer, out var consumed, out var decoded) != OperationStatus.Done || consumed != written || decoded == 0)
            return false;
        octets = buffer[..decoded];
        return HasNoUnusedBits(ascii, octets);
    }

    // Two texts for the same octets would be two messages to a replay cache that looks at texts.
    private static bool HasNoUnusedBits(ReadOnlySpan<byte> ascii, ReadOnlySpan<byte> octets)
    {
        var rest = octets.Length % 3;
        if (rest == 0)
            return true;
        Span<byte> quartet = stackalloc byte[4];
        Base64.EncodeToUtf8(octets[^rest..], quartet, out _, out _);
        var last = ascii.TrimEnd("= \t\r\n"u8)[^1];
        return quartet[rest] == last;
    }
}
