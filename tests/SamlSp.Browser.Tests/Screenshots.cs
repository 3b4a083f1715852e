using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using SamlSp.Testing;

namespace SamlSp.Browser.Tests;

/// <summary>Takes pictures of pages, and lets axe check them for accessibility.</summary>
internal static class Screenshots
{
    private static readonly string Folder = Path.Combine(Repository.Root, "artifacts", "screenshots");

    /// <summary>
    /// Takes the page at 1280 and 390 pixels, light and dark, into <c>artifacts/screenshots</c>, and fails on what axe finds serious.
    /// </summary>
    public static async Task LookAsync(IPage page, string name)
    {
        // An open dialog belongs to the window, not to the whole page.
        var wholePage = await page.Locator("dialog:modal").CountAsync() == 0;
        foreach (var colors in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            // Without motion: a color in the middle of a transition is not what users see.
            await page.EmulateMediaAsync(new() { ColorScheme = colors, ReducedMotion = ReducedMotion.Reduce });
            foreach (var width in new[] { 1280, 390 })
            {
                await page.SetViewportSizeAsync(width, width == 390 ? 844 : 900);
                await page.ScreenshotAsync(
                    new()
                    {
                        Path = Path.Combine(Folder, $"{name}-{width}-{colors.ToString().ToLowerInvariant()}.png"),
                        FullPage = wholePage,
                    }
                );
                Assert.True(
                    await page.EvaluateAsync<int>("document.documentElement.scrollWidth") <= width,
                    $"{name} scrolls sideways at {width} pixels"
                );
            }

            var found = (await page.RunAxe()).Violations.Where(v => v.Impact is "serious" or "critical");
            Assert.True(!found.Any(), name + ": " + string.Join("; ", found.Select(Describe)));
        }

        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        await page.SetViewportSizeAsync(1280, 900);
    }

    private static string Describe(AxeResultItem item) => $"{item.Id}: {item.Help} ({string.Join(", ", item.Nodes.Select(n => n.Html))})";
}
