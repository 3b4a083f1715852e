using System.Text;

namespace SamlSp.Protocol;

/// <summary>UTF-8 text against strings, ordinally: nothing is trimmed, folded or normalised.</summary>
internal static class OctetText
{
    public static bool Equals(ReadOnlySpan<byte> octets, string? text)
    {
        if (text is null)
        {
            return false;
        }

        if (octets.Length == text.Length && Ascii.Equals(octets, text))
        {
            return true;
        }

        return octets.Length > text.Length && octets.Length == Encoding.UTF8.GetByteCount(text) && Encoding.UTF8.GetString(octets) == text;
    }

    /// <summary>Whether there is nothing but white space of XML, or nothing at all.</summary>
    public static bool IsBlank(ReadOnlySpan<byte> octets) => !octets.ContainsAnyExcept(" \t\r\n"u8);
}
