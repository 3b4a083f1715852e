using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Html;
using SamlSp.AspNetCore;

namespace SamlSp.Console;

/// <summary>Accepted and refused sign-ins by hour, as SVG: stacked bars, without script and without style attributes.</summary>
internal static class HourlyChart
{
    private const int WideWidth = 960;

    /// <summary>As wide as a phone, so that letters and bars keep their size.</summary>
    private const int NarrowWidth = 340;
    private const int Height = 200;
    private const int Left = 34;
    private const int Bottom = 22;
    private const int Top = 8;

    /// <summary>Half of the widest label.</summary>
    private const int HalfLabel = 22;

    /// <summary>Draws the hours from one instant to another, for a wide and for a narrow window; the style shows one of them.</summary>
    public static IHtmlContent Draw(IReadOnlyList<SignInTraceCount> counts, DateTimeOffset from, int hours) =>
        new HtmlString(Draw(counts, from, hours, WideWidth, "wide") + Draw(counts, from, hours, NarrowWidth, "narrow"));

    private static string Draw(IReadOnlyList<SignInTraceCount> counts, DateTimeOffset from, int hours, int width, string kind)
    {
        var accepted = new int[hours];
        var refused = new int[hours];
        foreach (var count in counts)
        {
            var at = (int)Math.Floor((count.Hour - from).TotalHours);
            if (at < 0 || at >= hours)
            {
                continue;
            }

            (count.Code is null ? accepted : refused)[at] += count.Count;
        }

        var most = NiceTop(Enumerable.Range(0, hours).Max(i => accepted[i] + refused[i]));
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg class=\"chart {kind}\" viewBox=\"0 0 {width} {Height}\" role=\"img\" ");
        svg.Append(
            CultureInfo.InvariantCulture,
            $"aria-label=\"{accepted.Sum()} accepted and {refused.Sum()} refused sign-ins in {hours} hours\">"
        );
        foreach (var line in new[] { 0, most / 2, most }.Distinct())
        {
            var y = Y(line, most);
            svg.Append(CultureInfo.InvariantCulture, $"<line class=\"rule\" x1=\"{Left}\" x2=\"{width}\" y1=\"{y:0.#}\" y2=\"{y:0.#}\"/>");
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left - 6}\" y=\"{y + 4:0.#}\" text-anchor=\"end\">{line}</text>");
        }

        var step = (width - Left) / (double)hours;
        for (var i = 0; i < hours; i++)
        {
            var x = Left + (i * step);
            Bar(svg, "accepted", x, step, 0, accepted[i], most);
            Bar(svg, "refused", x, step, accepted[i], refused[i], most);
            var hour = (from + TimeSpan.FromHours(i)).UtcDateTime;
            if (
                hour.Hour
                    % (
                        hours > 48 ? 24
                        : kind == "wide" ? 3
                        : 6
                    )
                == 0
            )
            {
                var label = hour.ToString(hours > 48 ? "d MMM" : "HH:00", CultureInfo.InvariantCulture);

                // The last label ends at the edge, which would cut it in the middle.
                var centre = x + (step / 2);
                var (at, anchor) = centre > width - HalfLabel ? (width, "end") : (centre, "middle");
                svg.Append(
                    CultureInfo.InvariantCulture,
                    $"<text x=\"{at:0.#}\" y=\"{Height - 6}\" text-anchor=\"{anchor}\">{label}</text>"
                );
            }

            if (accepted[i] + refused[i] > 0)
            {
                var title = string.Create(
                    CultureInfo.InvariantCulture,
                    $"{hour:d MMM HH:00} UTC: {accepted[i]} accepted, {refused[i]} refused"
                );
                svg.Append(
                    CultureInfo.InvariantCulture,
                    $"<rect x=\"{x:0.#}\" y=\"{Top}\" width=\"{step:0.#}\" height=\"{Height - Top - Bottom}\" fill=\"transparent\">"
                );
                svg.Append(CultureInfo.InvariantCulture, $"<title>{title}</title></rect>");
            }
        }

        return svg.Append("</svg>").ToString();
    }

    /// <summary>The number of accepted sign-ins.</summary>
    public static long Accepted(IEnumerable<SignInTraceCount> counts) => counts.Where(c => c.Code is null).Sum(c => (long)c.Count);

    /// <summary>The number of refused sign-ins.</summary>
    public static long Refused(IEnumerable<SignInTraceCount> counts) => counts.Where(c => c.Code is not null).Sum(c => (long)c.Count);

    private static void Bar(StringBuilder svg, string kind, double x, double step, int below, int count, int most)
    {
        if (count == 0)
        {
            return;
        }

        var (top, bottom) = (Y(below + count, most), Y(below, most));
        var (left, width, height) = (x + (step * .15), step * .7, Math.Max(bottom - top, 1));
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<rect class=\"{kind}\" x=\"{left:0.##}\" y=\"{top:0.##}\" width=\"{width:0.##}\" height=\"{height:0.##}\" rx=\"2\"/>"
        );
    }

    private static double Y(int value, int most) => Height - Bottom - ((Height - Bottom - Top) * (value / (double)most));

    /// <summary>The next of 4, 10, 20, 40, 100, … so that the middle line is whole.</summary>
    private static int NiceTop(int value)
    {
        for (var scale = 1; ; scale *= 10)
        {
            if (value <= 4 * scale)
            {
                return 4 * scale;
            }

            if (value <= 10 * scale)
            {
                return 10 * scale;
            }

            if (value <= 20 * scale)
            {
                return 20 * scale;
            }
        }
    }
}
