using System.Globalization;
using System.Text;

namespace SamlSp.Protocol;

/// <summary>Instants of metadata: as in messages, but others than Entra write an offset in place of <c>Z</c>.</summary>
internal static class MetadataInstant
{
    private static readonly string[] WithOffset = ["yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz"];

    public static bool TryParse(ReadOnlySpan<byte> text, out DateTimeOffset instant) =>
        SamlInstant.TryParse(text, out instant)
        || (
            text.Length is >= 25 and <= 33
            && DateTimeOffset.TryParseExact(
                Encoding.UTF8.GetString(text),
                WithOffset,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AdjustToUniversal,
                out instant
            )
        );
}
