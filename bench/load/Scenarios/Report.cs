using System.Globalization;

namespace SamlSp.Load;

/// <summary>Prints tables as docs/performance.md has them.</summary>
internal static class Report
{
    public static void Table(string title, IEnumerable<Measurement> rows)
    {
        Console.WriteLine();
        Print($"### {title}");
        Console.WriteLine();
        Console.WriteLine("| | a second, measured | a second and core | CPU of a node | of PostgreSQL | of nginx | p50 | p99 | memory |");
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (var row in rows)
        {
            Print($"| {row.Name} | {row.Rate:N0} | {row.RatePerCore:N0} | {row.Cost(Parts.Nodes):F0} µs | {Part(row, Parts.Database)} | {Part(row, Parts.Proxy)} | {row.Quantile(0.50):F1} ms | {row.Quantile(0.99):F1} ms | {row.ResidentOctets / 1048576.0:F0} MB |");
        }
    }

    public static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    private static string Part(Measurement row, string part) => row.Costs.ContainsKey(part) ? string.Create(CultureInfo.InvariantCulture, $"{row.Cost(part):F0} µs") : "";
}
