using System.Globalization;
using System.Text;

namespace SamlSp.Protocol;

/// <summary>Instants as they are written (XML Schema 1.0 part 2, 3.2.7; SAML Core 1.3.3).</summary>
internal static class WireInstant
{
    private static readonly string[] Utc = ["yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'"];
    private static readonly string[] Offset = ["yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz"];

    /// <summary>An instant of a protocol message: UTC, <c>Z</c>. What is finer than 100 ns is cut off.</summary>
    public static bool TryParse(ReadOnlySpan<byte> octets, out DateTimeOffset instant) => TryParse(octets, Utc, out instant);

    /// <summary>An instant of a metadata document, which may have an offset.</summary>
    public static bool TryParseAny(ReadOnlySpan<byte> octets, out DateTimeOffset instant) => TryParse(octets, Utc, out instant) || TryParse(octets, Offset, out instant);

    private static bool TryParse(ReadOnlySpan<byte> octets, string[] formats, out DateTimeOffset instant)
    {
        instant = default;
        if (octets.Length is < 20 or > 40 || !Ascii.IsValid(octets))
            return false;
        var text = Encoding.ASCII.GetString(octets);
        var (fraction, end) = (text.IndexOf('.', StringComparison.Ordinal), text.AsSpan(19).IndexOfAny("Z+-") + 19);
        if (fraction >= 0 && (fraction != 19 || end < 21 || text.AsSpan(20, end - 20).ContainsAnyExceptInRange('0', '9')))
            return false;
        if (fraction >= 0 && end > 27)
            text = text.Remove(27, end - 27);
        return DateTimeOffset.TryParseExact(text, formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out instant);
    }
}
