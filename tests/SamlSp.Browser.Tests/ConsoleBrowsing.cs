using Microsoft.Playwright;

namespace SamlSp.Browser.Tests;

/// <summary>What tests of the console do again and again.</summary>
internal static class ConsoleBrowsing
{
    /// <summary>Opens a window with the console, as one of the sandbox's users.</summary>
    public static async Task<IPage> OpenConsoleAsync(this Chromium chromium, string url, string account)
    {
        var page = await chromium.WindowAsync();
        await page.GotoAsync(url + "/Saml2/SignIn?organization=sandbox&ReturnUrl=/console");
        await page.GetByRole(AriaRole.Button, new() { Name = account }).ClickAsync();
        await page.WaitForURLAsync(url + "/console**");
        return page;
    }

    /// <summary>Presses a button by the keyboard.</summary>
    public static async Task PressButtonAsync(this IPage page, string button)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = button }).First.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
    }
}
