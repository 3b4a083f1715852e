using System.Globalization;
using System.Text;

namespace SamlSp.Console;

/// <summary>
/// Makes the short name of an organization, which is part of addresses, from the name that people type: <c>Müller &amp; Söhne GmbH</c>
/// becomes <c>mueller-soehne-gmbh</c>.
/// </summary>
internal static class OrganizationAddress
{
    private const int MaxLength = 64;

    /// <summary>Latin letters that are not ASCII. The server runs without the tables of Unicode's decompositions.</summary>
    private static readonly Dictionary<char, string> Letters = (
        from line in new[]
        {
            ("a", "àáâãāăą"),
            ("aa", "å"),
            ("ae", "äæ"),
            ("c", "çćĉċč"),
            ("d", "ďđð"),
            ("e", "èéêëēĕėęě"),
            ("g", "ĝğġģ"),
            ("h", "ĥħ"),
            ("i", "ìíîïĩīĭįı"),
            ("j", "ĵ"),
            ("k", "ķ"),
            ("l", "ĺļľŀł"),
            ("n", "ñńņňŉ"),
            ("o", "òóôõøōŏő"),
            ("oe", "öœ"),
            ("r", "ŕŗř"),
            ("s", "śŝşšș"),
            ("ss", "ß"),
            ("t", "ţťŧț"),
            ("th", "þ"),
            ("u", "ùúûũūŭůűų"),
            ("ue", "ü"),
            ("w", "ŵ"),
            ("y", "ýÿŷ"),
            ("z", "źżž"),
        }
        from letter in line.Item2
        select (letter, line.Item1)
    ).ToDictionary(pair => pair.letter, pair => pair.Item2);

    /// <summary>The short name; empty if the name has no letter or digit that can be written in ASCII.</summary>
    public static string From(string title)
    {
        var address = new StringBuilder();
        foreach (var letter in title.ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(letter))
            {
                address.Append(letter);
            }
            else if (Letters.TryGetValue(letter, out var letters))
            {
                address.Append(letters);
            }
            else if (
                letter is not ('\'' or '’')
                && CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark
                && address.Length > 0
                && address[^1] != '-'
            )
            {
                address.Append('-');
            }
        }

        var text = address.ToString();
        return (text.Length > MaxLength ? text[..MaxLength] : text).Trim('-');
    }
}
