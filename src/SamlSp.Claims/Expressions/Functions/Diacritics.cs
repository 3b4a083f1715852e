using System.Collections.Frozen;
using System.Text;

namespace SamlSp.Claims;

/// <summary>
/// Letters without their marks, as NormalizeDiacritics of Entra documents them (ö becomes o, not oe; ø becomes oe). A table of
/// its own, since the platform's normalization is not there in culture-invariant mode: what Unicode decomposes into an ASCII
/// letter and marks, plus the letters that Entra names besides.
/// </summary>
internal static class Diacritics
{
    private const string Marked =
        "AÀÁÂÃÄÅĀĂĄǍǞǠǺȀȂȦḀẠẢẤẦẨẪẬẮẰẲẴẶ BḂḄḆ CÇĆĈĊČḈ DĎḊḌḎḐḒ EÈÉÊËĒĔĖĘĚȄȆȨḔḖḘḚḜẸẺẼẾỀỂỄỆ FḞ GĜĞĠĢǦǴḠ HĤȞḢḤḦḨḪ IÌÍÎÏĨĪĬĮİǏȈȊḬḮỈỊ JĴ "
        + "KĶǨḰḲḴ LĹĻĽŁḶḸḺḼ MḾṀṂ NÑŃŅŇǸṄṆṈṊ OÒÓÔÕÖŌŎŐƠǑǪǬȌȎȪȬȮȰṌṎṐṒỌỎỐỒỔỖỘỚỜỞỠỢ PṔṖ RŔŖŘȐȒṘṚṜṞ SŚŜŞŠȘṠṢṤṦṨ TŢŤȚṪṬṮṰ "
        + "UÙÚÛÜŨŪŬŮŰŲƯǓǕǗǙǛȔȖṲṴṶṸṺỤỦỨỪỬỮỰ VṼṾ WŴẀẂẄẆẈ XẊẌ YÝŶŸȲẎỲỴỶỸ ZŹŻŽẐẒẔ "
        + "aàáâãäåāăąǎǟǡǻȁȃȧḁạảấầẩẫậắằẳẵặ bḃḅḇ cçćĉċčḉ dďḋḍḏḑḓ eèéêëēĕėęěȅȇȩḕḗḙḛḝẹẻẽếềểễệ fḟ gĝğġģǧǵḡ hĥȟḣḥḧḩḫẖ iìíîïĩīĭįıǐȉȋḭḯỉị jĵǰ "
        + "kķǩḱḳḵ lĺļľłḷḹḻḽ mḿṁṃ nñńņňǹṅṇṉṋ oòóôõöōŏőơǒǫǭȍȏȫȭȯȱṍṏṑṓọỏốồổỗộớờởỡợ pṕṗ rŕŗřȑȓṙṛṝṟ sśŝşšșṡṣṥṧṩ tţťțṫṭṯṱẗ "
        + "uùúûüũūŭůűųưǔǖǘǚǜȕȗṳṵṷṹṻụủứừửữự vṽṿ wŵẁẃẅẇẉẘ xẋẍ yýÿŷȳẏẙỳỵỷỹ zźżžẑẓẕ";

    private static readonly FrozenDictionary<char, string> Plain = Marked
        .Split(' ')
        .SelectMany(static letters => letters.Skip(1).Select(marked => (marked, plain: letters[..1])))
        .Concat([
            ('æ', "ae"),
            ('ǣ', "ae"),
            ('ǽ', "ae"),
            ('Æ', "AE"),
            ('Ǣ', "AE"),
            ('Ǽ', "AE"),
            ('ø', "oe"),
            ('ǿ', "oe"),
            ('œ', "oe"),
            ('Ø', "OE"),
            ('Ǿ', "OE"),
            ('Œ', "OE"),
            ('ß', "ss"),
        ])
        .ToFrozenDictionary(static pair => pair.Item1, static pair => pair.Item2);

    public static string Remove(string text)
    {
        if (text.All(char.IsAscii))
        {
            return text;
        }

        var result = new StringBuilder(text.Length);
        var afterLatinLetter = false;
        foreach (var c in text)
        {
            if (c is >= '\u0300' and <= '\u036f' && afterLatinLetter)
            {
                continue;
            }

            var isMarked = Plain.TryGetValue(c, out var plain);
            if (isMarked)
            {
                result.Append(plain);
            }
            else
            {
                result.Append(c);
            }

            afterLatinLetter = isMarked || char.IsAsciiLetter(c);
        }

        return result.ToString();
    }
}
