using System.Globalization;

namespace SamlSp.Interop.Tests;

/// <summary>oidc-provider, from npm.</summary>
public sealed class OidcProvider : OpenIdPeer
{
    /// <inheritdoc />
    internal override Task TypePasswordAsync(HttpBrowser browser) => browser.SubmitAsync(("login", "dwho"), ("password", "dwho"));

    /// <inheritdoc />
    internal override async Task ConfirmAsync(HttpBrowser browser)
    {
        if (browser.Page.QuerySelector("input[name=prompt][value=consent]") is not null)
        {
            await browser.SubmitAsync();
        }
    }

    /// <inheritdoc />
    internal override async Task ConfirmLogoutAsync(HttpBrowser browser)
    {
        Assert.True(browser.Page.QuerySelector("button[name=logout]") is not null, browser.Text);
        await browser.SubmitAsync(("logout", "yes"));
    }

    /// <inheritdoc />
    protected override Task<PeerProcess> StartAsync() =>
        PeerProcess.StartAsync(
            Folder,
            new(DiscoveryUrl),
            Variables,
            "node",
            Path.Combine(Programs, "node/oidc-provider-op.js"),
            new Uri(Url).Port.ToString(CultureInfo.InvariantCulture),
            SpUrl,
            ClientSecret
        );
}
