using Microsoft.AspNetCore.Html;

namespace SamlSp.Console;

/// <summary>
/// The console's icons: strokes on a grid of 20, in the colour of the text. They are decoration; the text is always beside them.
/// </summary>
internal static class Icons
{
    private static readonly Dictionary<string, string> Paths = new(StringComparer.Ordinal)
    {
        ["home"] = "M3 9.5 10 3.5l7 6M5 8v8.5h10V8M8.5 16.5v-5h3v5",
        ["users"] =
            "M7.5 9.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2 16.5c0-3 2.4-5 5.5-5s5.5 2 5.5 5"
            + "M12.5 4a3 3 0 0 1 0 5.5M14.5 11.9c2.1.6 3.5 2.3 3.5 4.6",
        ["tree"] = "M10 3v4M4 13V10.5h12V13M10 7v6M8 3h4v-.01H8zM2.5 13h3v3.5h-3zM8.5 13h3v3.5h-3zM14.5 13h3v3.5h-3z",
        ["clock"] = "M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15zM10 6v4.2l2.8 1.8",
        ["key"] = "M7 12.5a4 4 0 1 1 3.7-5.5H18v3h-2v2.5h-3V10h-2.3A4 4 0 0 1 7 12.5zM7 8.5v.01",
        ["rules"] = "M4 5h8M4 10h5M4 15h7M14 12.5l1.8 1.8L19 11M14 4.5h4v3",
        ["chart"] = "M3 3v14h14M6.5 14v-3M10 14V7M13.5 14V9.5",
        ["sync"] = "M16.5 8A7 7 0 0 0 4 6.5M3.5 3v3.8h3.8M3.5 12A7 7 0 0 0 16 13.5M16.5 17v-3.8h-3.8",
        ["seal"] = "M10 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zM7 10.5 6 17.5l4-2 4 2-1-7",
        ["history"] = "M3.5 10a6.5 6.5 0 1 0 2-4.7M3.5 3.3v3.2h3.2M10 6.5V10l2.5 1.5",
        ["list"] = "M7 5h10M7 10h10M7 15h10M3.5 5v.01M3.5 10v.01M3.5 15v.01",
        ["person"] = "M10 10a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM3.5 17.5c0-3.5 2.9-5.5 6.5-5.5s6.5 2 6.5 5.5",
        ["out"] = "M8 3H3.5v14H8M12.5 13.5 16.5 10l-4-3.5M16 10H7.5",
        ["search"] = "M8.5 14a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11zM12.5 12.5 17 17",
        ["menu"] = "M3 5.5h14M3 10h14M3 14.5h14",
        ["ok"] = "M4 10.5 8 14.5 16 5.5",
        ["bad"] = "M5 5l10 10M15 5 5 15",
        ["warn"] = "M10 3 18 16.5H2zM10 8v4M10 14.3v.01",
        ["copy"] = "M7 7h9.5v9.5H7zM4.5 13H3.5V3.5H13V4.5",
        ["minus"] = "M5 10h10",
        ["circle"] = "M10 16.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13z",
        ["plus"] = "M10 4v12M4 10h12",
        ["lock"] = "M5 9h10v8H5zM7 9V6.5a3 3 0 0 1 6 0V9",
    };

    /// <summary>An icon by name.</summary>
    public static IHtmlContent Get(string name) =>
        new HtmlString(
            $"<svg class=\"icon\" viewBox=\"0 0 20 20\" aria-hidden=\"true\" focusable=\"false\"><path d=\"{Paths[name]}\"/></svg>"
        );
}
