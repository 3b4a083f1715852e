using Microsoft.Playwright;

namespace SamlSp.Browser.Tests;

/// <summary>Debian's Chromium, once for all tests of a class. It talks only to the servers under test.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Quiet =
    [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-features=OptimizationHints,Translate",
    ];

    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private IBrowserContext? _withoutCookies;
    private string? _profile;

    /// <inheritdoc />
    public async Task InitializeAsync()
    {
        // A long timeout: the machine may be busy with a build.
        Assertions.SetDefaultExpectTimeout(30_000);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = "/usr/bin/chromium", Args = Quiet });
    }

    /// <summary>A fresh private window.</summary>
    public async Task<IPage> WindowAsync(int width = 1280, int height = 900, ColorScheme colors = ColorScheme.Light, bool script = true)
    {
        var context = await _browser!.NewContextAsync(
            new()
            {
                ViewportSize = new() { Width = width, Height = height },
                ColorScheme = colors,
                JavaScriptEnabled = script,
            }
        );
        context.SetDefaultTimeout(30_000);
        return await context.NewPageAsync();
    }

    /// <summary>A window of a browser whose owner has forbidden all cookies.</summary>
    public async Task<IPage> WithoutCookiesAsync()
    {
        _profile = System.IO.Directory.CreateTempSubdirectory("samlsp-chromium").FullName;
        System.IO.Directory.CreateDirectory(Path.Combine(_profile, "Default"));
        await File.WriteAllTextAsync(
            Path.Combine(_profile, "Default", "Preferences"),
            """{"profile":{"default_content_setting_values":{"cookies":2}}}"""
        );
        _withoutCookies = await _playwright!.Chromium.LaunchPersistentContextAsync(
            _profile,
            new()
            {
                ExecutablePath = "/usr/bin/chromium",
                Args = Quiet,
                ViewportSize = new() { Width = 1280, Height = 900 },
            }
        );
        _withoutCookies.SetDefaultTimeout(30_000);
        return await _withoutCookies.NewPageAsync();
    }

    /// <inheritdoc />
    public async Task DisposeAsync()
    {
        if (_withoutCookies is not null)
        {
            await _withoutCookies.DisposeAsync();
        }

        if (_profile is not null)
        {
            System.IO.Directory.Delete(_profile, recursive: true);
        }

        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }
}
