using System.Buffers;
using System.Text;

namespace SamlSp.Protocol;

/// <summary>Names without colons (Namespaces in XML 1.0, NCName; XML 1.0 fifth edition 2.3).</summary>
internal static class XmlNames
{
    private static readonly SearchValues<byte> AsciiNameCharacters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-"u8
    );

    /// <summary>Whether the text would be an NCName with another first character: all of it may stand inside one.</summary>
    public static bool IsPart(ReadOnlySpan<byte> bytes) => Measure([(byte)'_', .. bytes]) == bytes.Length + 1;

    /// <summary>How many bytes at the beginning are an NCName; 0 when there is none.</summary>
    public static int Measure(ReadOnlySpan<byte> bytes)
    {
        var length = 0;
        while (length < bytes.Length)
        {
            var run = bytes[length..].IndexOfAnyExcept(AsciiNameCharacters);
            if (length == 0 && run != 0 && !IsAsciiStart(bytes[0]))
            {
                return 0;
            }

            if (run < 0)
            {
                return bytes.Length;
            }

            length += run;
            if (bytes[length] < 0x80 || Rune.DecodeFromUtf8(bytes[length..], out var rune, out var consumed) != OperationStatus.Done)
            {
                break;
            }

            if (!(length == 0 ? IsStart(rune.Value) : IsPart(rune.Value)))
            {
                break;
            }

            length += consumed;
        }

        return length;
    }

    private static bool IsAsciiStart(byte value) => value == '_' || char.IsAsciiLetter((char)value);

    private static bool IsStart(int c) =>
        c
            is >= 0xC0
                and <= 0xD6
                or >= 0xD8
                and <= 0xF6
                or >= 0xF8
                and <= 0x2FF
                or >= 0x370
                and <= 0x37D
                or >= 0x37F
                and <= 0x1FFF
                or >= 0x200C
                and <= 0x200D
                or >= 0x2070
                and <= 0x218F
                or >= 0x2C00
                and <= 0x2FEF
                or >= 0x3001
                and <= 0xD7FF
                or >= 0xF900
                and <= 0xFDCF
                or >= 0xFDF0
                and <= 0xFFFD
                or >= 0x10000
                and <= 0xEFFFF;

    private static bool IsPart(int c) => IsStart(c) || c is 0xB7 or >= 0x300 and <= 0x36F or >= 0x203F and <= 0x2040;
}
