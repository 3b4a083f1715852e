using System.Buffers;

namespace SamlSp.Protocol;

/// <summary>Character classes of XML 1.0 (2.2, 2.3).</summary>
internal static class XmlCharacters
{
    /// <summary>U+0000 to U+001F without tab, line feed and carriage return.</summary>
    public static readonly SearchValues<byte> ForbiddenControls = SearchValues.Create([
        0,
        1,
        2,
        3,
        4,
        5,
        6,
        7,
        8,
        11,
        12,
        14,
        15,
        16,
        17,
        18,
        19,
        20,
        21,
        22,
        23,
        24,
        25,
        26,
        27,
        28,
        29,
        30,
        31,
    ]);

    public static bool IsSpaceAt(ReadOnlySpan<byte> bytes, int index) =>
        (uint)index < (uint)bytes.Length && bytes[index] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t';

    /// <summary>Whether a character reference may name it.</summary>
    public static bool IsCharacter(int c) =>
        c is 9 or 10 or 13 or >= 0x20 and <= 0xD7FF or >= 0xE000 and <= 0xFFFD or >= 0x10000 and <= 0x10FFFF;
}
