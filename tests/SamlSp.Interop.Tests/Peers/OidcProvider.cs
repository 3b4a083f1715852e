using System.Globalization;

namespace SamlSp.Interop.Tests;

/// <summary>oidc-provider, from npm.</summary>
public sealed class OidcProvider : OpenIdPeer
{
    /// <inheritdoc />
    public override string StartLogoutUrl => Url + "/session/end";

    /// <summary>The e-mail address, which is at its userinfo endpoint only.</summary>
    public override string UserNameId => "dwho@badwolf.org";

    /// <inheritdoc />
    protected override object NameId =>
        new
        {
            Conditions = new[]
            {
                new
                {
                    UserType = "any",
                    Source = "attribute",
                    Attribute = "user.mail",
                },
            },
        };

    /// <inheritdoc />
    protected override IReadOnlyDictionary<string, string> Attributes => new Dictionary<string, string> { ["user.mail"] = "email" };

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
