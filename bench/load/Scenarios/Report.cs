using System.Globalization;

namespace SamlSp.Load;

/// <summary>Prints tables as docs/performance.md has them.</summary>
internal static class Report
{
    private static readonly System.Text.StringBuilder Printed = new();

    /// <summary>Replaces what stands between the marks <c>load</c> of a page.</summary>
    public static async Task UpdateAsync(string file, string tables)
    {
        const string From = "<!-- load -->\n";
        const string To = "<!-- /load -->";
        var page = await File.ReadAllTextAsync(file);
        var (start, end) = (page.IndexOf(From, StringComparison.Ordinal) + From.Length, page.IndexOf(To, StringComparison.Ordinal));
        await File.WriteAllTextAsync(file, page[..start] + tables + page[end..]);
    }

    /// <summary>The name of the same row of the build that a server is held against.</summary>
    public static string BaseOf(string name) => "base: " + name;

    public static void Table(string title, IReadOnlyList<Measurement> rows)
    {
        var hasBase = rows.Any(row => row.Name.StartsWith(BaseOf(""), StringComparison.Ordinal));
        Print($"\n### {title}\n");
        Write(
            "| | a second, measured | a second and core | CPU of a node | of PostgreSQL | of nginx | p50 | p99 | memory |"
                + (hasBase ? " a second and core, against the base |" : "")
        );
        Write("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |" + (hasBase ? " ---: |" : ""));
        foreach (var row in rows)
        {
            FormattableString figures =
                $"| {row.Name} | {row.Rate:N0} | {row.RatePerCore:N0} | {row.Cost(Parts.Nodes):F0} µs | {Part(row, Parts.Database)} | {Part(row, Parts.Proxy)} | {row.Quantile(0.50):F1} ms | {row.Quantile(0.99):F1} ms | {row.ResidentBytes / 1048576.0:F0} MB |";
            Write(figures.ToString(CultureInfo.InvariantCulture) + (hasBase ? Against(row, rows) : ""));
        }
    }

    /// <summary>Everything that was printed so far.</summary>
    public static string Text => Printed.ToString();

    public static void Print(FormattableString line) => Write(line.ToString(CultureInfo.InvariantCulture));

    private static void Write(string line)
    {
        Console.WriteLine(line);
        Printed.Append(line).Append('\n');
    }

    private static string Against(Measurement row, IReadOnlyList<Measurement> rows) =>
        rows.FirstOrDefault(other => other.Name == BaseOf(row.Name)) is { } other
            ? string.Create(CultureInfo.InvariantCulture, $" {row.Against(other):F1} times the base |")
            : " |";

    private static string Part(Measurement row, string part) =>
        row.Costs.ContainsKey(part) ? string.Create(CultureInfo.InvariantCulture, $"{row.Cost(part):F0} µs") : "";
}
