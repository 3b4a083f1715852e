using AngleSharp.Html.Dom;

namespace SamlSp.Console.Tests;

/// <summary>The settings page, and the links to the console.</summary>
public sealed class SettingsPageTests(ConsoleApp app) : IClassFixture<ConsoleApp>
{
    [Fact]
    public async Task SettingsPage_Mistakes_ShowAtTheirFields()
    {
        var owner = await app.StoredAsync(ConsoleRoles.Owner);
        var page = await owner.PressAsync(
            await owner.PageAsync("/console/settings"),
            "Save",
            ("Draft.Domains", "contoso.com, no_domain"),
            ("Draft.PrimaryDomain", "neither one")
        );
        Assert.Contains("Not saved", page.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        foreach (
            var (id, mistake) in new[]
            {
                ("domains", "'no_domain' is not a domain name"),
                ("primary", "'neither one' is not a domain name"),
            }
        )
        {
            var input = (IHtmlInputElement)page.GetElementById(id)!;
            Assert.Equal("true", input.GetAttribute("aria-invalid"));
            var fault = page.GetElementById(input.GetAttribute("aria-describedby")!.Split(' ')[^1])!;
            Assert.Equal(mistake, fault.TextContent.Trim());
            Assert.Contains("fault", fault.ClassList);
        }

        Assert.Null(page.GetElementById("tenant")!.GetAttribute("aria-invalid"));
    }

    [Fact]
    public async Task ConnectionGuide_OpenIdConnect_NamesTheClaimForGuests()
    {
        var owner = await app.StoredAsync(ConsoleRoles.Owner);
        Assert.Contains(
            "auth_time",
            (await owner.PageAsync("/console/settings/connection?protocol=oidc")).QuerySelector(".for-oidc .guide")!.TextContent,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task ConnectionForm_OpenIdConnect_OffersTheCertificateInThePlaceOfTheSecret()
    {
        var owner = await app.StoredAsync(ConsoleRoles.Owner);
        var page = await owner.PageAsync("/console/settings/connection?protocol=oidc");
        Assert.True(((IHtmlInputElement)page.GetElementById("proof-secret")!).IsChecked);
        Assert.False(((IHtmlInputElement)page.GetElementById("proof-key")!).IsChecked);
        var guide = page.QuerySelector(".for-oidc .for-key")!;
        Assert.Contains("Upload certificate", guide.TextContent, StringComparison.Ordinal);
        Assert.Equal(2, guide.QuerySelectorAll(".value code").Length);
        Assert.EndsWith(
            "/auth/oidc/frontchannel-logout/woodgrove",
            page.GetElementById("front-channel-logout-url")!.TextContent,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(ConsoleRoles.Owner, "Console")]
    [InlineData("none", "My account")]
    public async Task StartPage_ByRole_LinksToConsoleOrAccount(string role, string text)
    {
        var browser = await app.BrowserAsync(role);
        Assert.Equal(text, (await browser.PageAsync("/")).QuerySelector("a[href='/console']")!.TextContent);
    }
}
