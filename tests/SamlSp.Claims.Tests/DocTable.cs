using SamlSp.Testing;

namespace SamlSp.Claims.Tests;

/// <summary>The tables of the reference pages, which are the test data.</summary>
internal static class DocTable
{
    /// <summary>The cells of every row below a given header, without their code marks; and the line, to find it again.</summary>
    public static IEnumerable<(int Line, string[] Cells)> Rows(string page, string header)
    {
        var inside = false;
        var lines = File.ReadAllLines(Path.Combine(Repository.Root, "docs", page));
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Trim();
            if (line == header)
            {
                inside = true;
            }
            else if (!line.StartsWith('|'))
            {
                inside = false;
            }
            else if (inside && !line.StartsWith("| ---", StringComparison.Ordinal))
            {
                yield return (i + 1, Cells(line));
            }
        }
    }

    private static string[] Cells(string line) =>
        [
            .. line.Replace("\\|", "\u0001", StringComparison.Ordinal)[1..^1]
                .Split('|')
                .Select(static cell => Unmarked(cell.Trim()).Replace('\u0001', '|')),
        ];

    private static string Unmarked(string cell) => cell.Length >= 2 && cell[0] == '`' && cell[^1] == '`' ? cell[1..^1] : cell;
}
