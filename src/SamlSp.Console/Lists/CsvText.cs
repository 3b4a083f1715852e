using System.Buffers;
using System.Text;

namespace SamlSp.Console;

/// <summary>A row of CSV (RFC 4180), safe for spreadsheets: what one of them would take for a formula begins with an apostrophe.</summary>
internal static class CsvText
{
    private static readonly SearchValues<char> Quoted = SearchValues.Create("\",;\r\n\t");

    /// <summary>Adds a row.</summary>
    public static void AddRow(StringBuilder text, IReadOnlyList<string?> values)
    {
        for (var i = 0; i < values.Count; i++)
        {
            if (i > 0)
            {
                text.Append(',');
            }

            AddValue(text, values[i] ?? "");
        }

        text.Append("\r\n");
    }

    private static void AddValue(StringBuilder text, string value)
    {
        // OWASP's list for CSV injection. Blanks and quotes in front do not keep a spreadsheet from evaluating the rest.
        if (value.AsSpan().TrimStart(" \"'") is [('=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '＝' or '＋' or '－' or '＠'), ..])
        {
            value = "'" + value;
        }

        if (!value.AsSpan().ContainsAny(Quoted))
        {
            text.Append(value);
            return;
        }

        text.Append('"').Append(value.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
    }
}
