using System.Text;

namespace SamlSp.Protocol;

/// <summary>UTF-8 text against strings, ordinally: nothing is trimmed, folded or normalised.</summary>
internal static class Utf8Text
{
    public static bool Equals(ReadOnlySpan<byte> bytes, string? text)
    {
        if (text is null)
        {
            return false;
        }

        if (bytes.Length == text.Length && Ascii.Equals(bytes, text))
        {
            return true;
        }

        return bytes.Length > text.Length && bytes.Length == Encoding.UTF8.GetByteCount(text) && Encoding.UTF8.GetString(bytes) == text;
    }

    /// <summary>Whether there is nothing but white space of XML, or nothing at all.</summary>
    public static bool IsBlank(ReadOnlySpan<byte> bytes) => !bytes.ContainsAnyExcept(" \t\r\n"u8);
}
