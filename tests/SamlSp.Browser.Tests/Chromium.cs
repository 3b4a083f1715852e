using Microsoft.Playwright;

namespace SamlSp.Browser.Tests;

/// <summary>Debian's Chromium, once for all tests of a class. It talks to nobody but the servers under test.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Quiet =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-features=OptimizationHints,Translate",
    ];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <inheritdoc />
    public async Task InitializeAsync()
    {
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = "/usr/bin/chromium", Args = Quiet });
    }

    /// <summary>A fresh private window.</summary>
    public async Task<IPage> WindowAsync(int width = 1280, int height = 900, ColorScheme colors = ColorScheme.Light)
    {
        var context = await _browser!.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = height }, ColorScheme = colors });
        context.SetDefaultTimeout(15_000);
        return await context.NewPageAsync();
    }

    /// <inheritdoc />
    public async Task DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}
