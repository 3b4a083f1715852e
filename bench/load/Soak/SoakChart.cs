using System.Globalization;
using System.Text;

namespace SamlSp.Load;

/// <summary>Draws the soak's curves as SVG: memory above, threads and handles below.</summary>
internal static class SoakChart
{
    private const int Width = 860;
    private const int PlotLeft = 64;
    private const int PlotWidth = 700;
    private const int PlotHeight = 190;

    public static async Task WriteAsync(string file, IReadOnlyList<Sample> samples, LoadOptions options)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var svg = new StringBuilder();
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} 560\" role=\"img\" font-family=\"sans-serif\" font-size=\"12\">\n"
        );
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<title>Memory, threads and handles of the server during {Math.Round(samples[^1].At.TotalMinutes)} minutes at {options.SoakSignIns} sign-ins and {options.SoakRequests} requests a second</title>\n"
        );
        svg.Append(CultureInfo.InvariantCulture, $"<rect width=\"{Width}\" height=\"560\" fill=\"#ffffff\"/>\n");
        Panel(
            svg,
            50,
            "Memory, MB",
            samples,
            [("resident memory", "#1f5fa8", s => s.ResidentBytes / 1048576.0), ("managed heap", "#b5480f", s => s.HeapBytes / 1048576.0)]
        );
        Panel(
            svg,
            320,
            "Threads and handles",
            samples,
            [("threads", "#2f7d32", s => s.Threads), ("file descriptors", "#7a3c9a", s => s.Handles)]
        );
        await File.WriteAllTextAsync(file, svg.Append("</svg>\n").ToString());
    }

    private static void Panel(
        StringBuilder svg,
        int top,
        string title,
        IReadOnlyList<Sample> samples,
        (string Name, string Color, Func<Sample, double> Value)[] curves
    )
    {
        var most = Nice(curves.Max(curve => samples.Max(curve.Value)));
        var length = Math.Max(1, samples[^1].At.TotalMinutes);
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<text x=\"{PlotLeft}\" y=\"{top - 14}\" font-size=\"14\" fill=\"#222\">{title}</text>\n"
        );
        for (var line = 0; line <= 4; line++)
        {
            var y = top + PlotHeight - line * PlotHeight / 4.0;
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<line x1=\"{PlotLeft}\" x2=\"{PlotLeft + PlotWidth}\" y1=\"{y:F1}\" y2=\"{y:F1}\" stroke=\"#ddd\"/><text x=\"{PlotLeft - 8}\" y=\"{y + 4:F1}\" text-anchor=\"end\" fill=\"#444\">{most * line / 4:0.#}</text>\n"
            );
        }

        for (var tick = 0; tick <= 6; tick++)
        {
            var x = PlotLeft + tick * PlotWidth / 6.0;
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<text x=\"{x:F1}\" y=\"{top + PlotHeight + 18}\" text-anchor=\"middle\" fill=\"#444\">{length * tick / 6:0.#} min</text>\n"
            );
        }

        for (var i = 0; i < curves.Length; i++)
        {
            var (name, color, value) = curves[i];
            var points = string.Join(
                ' ',
                samples.Select(s =>
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{PlotLeft + s.At.TotalMinutes / length * PlotWidth:F1},{top + PlotHeight - value(s) / most * PlotHeight:F1}"
                    )
                )
            );
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<polyline points=\"{points}\" fill=\"none\" stroke=\"{color}\" stroke-width=\"1.8\"/>\n"
            );
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<rect x=\"{PlotLeft + 330 + i * 160}\" y=\"{top - 24}\" width=\"12\" height=\"12\" fill=\"{color}\"/><text x=\"{PlotLeft + 348 + i * 160}\" y=\"{top - 14}\" fill=\"#222\">{name}</text>\n"
            );
        }
    }

    /// <summary>The next round number at or above.</summary>
    private static double Nice(double value)
    {
        if (value <= 0)
        {
            return 1;
        }

        var power = Math.Pow(10, Math.Floor(Math.Log10(value)));
        return new[] { 1, 1.2, 1.6, 2, 2.4, 3.2, 4, 5, 6, 8, 10 }.Select(step => step * power).First(step => step >= value);
    }
}
