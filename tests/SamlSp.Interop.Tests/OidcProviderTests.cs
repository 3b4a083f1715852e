using System.Net;

namespace SamlSp.Interop.Tests;

public sealed class OidcProviderTests(OidcProvider peer) : OpenIdPeerTests<OidcProvider>(peer)
{
    [Fact]
    public async Task BackchannelLogout_AtTheIdentityProvider_EndsTheSessionOfThatBrowser()
    {
        using var browser = new HttpBrowser();
        using var other = new HttpBrowser();
        await SignInAsync(browser);
        await SignInAsync(other);
        await browser.GoAsync(Peer.StartLogoutUrl!);
        await Peer.ConfirmLogoutAsync(browser);
        Assert.DoesNotContain(browser.Visited, url => url.AbsolutePath.StartsWith("/auth/oidc/backchannel", StringComparison.Ordinal));
        Assert.True(await StatusAsync(browser) == HttpStatusCode.Unauthorized, Describe(browser));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(other));
    }
}
