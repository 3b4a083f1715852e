using System.Net;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using SamlSp.AspNetCore;

namespace SamlSp.EntraSandbox.Tests;

/// <summary>The items of a challenge, by OpenID Connect.</summary>
public sealed class OpenIdItemsTests
{
    [Fact]
    public async Task Challenge_InTwoTabsAtOnce_GetsEachItsOwnItems()
    {
        AuthenticationProperties? seen = null;
        await using var app = await OpenIdApp.StartAsync(
            options: saml =>
                saml.Events.OnSignedIn = context =>
                {
                    seen = context.Properties;
                    return Task.CompletedTask;
                },
            map: app =>
                app.MapGet(
                    "/challenge/{tab}",
                    (string tab) =>
                    {
                        var properties = new AuthenticationProperties { RedirectUri = "/page/" + tab };
                        properties.Items["tab"] = tab;
                        return Results.Challenge(properties, [SamlSpDefaults.AuthenticationScheme]);
                    }
                )
        );
        using var browser = app.NewBrowser();
        var pages = new Dictionary<string, BrowserPage>(StringComparer.Ordinal);
        foreach (var tab in new[] { "first", "second" })
        {
            var challenge = new HttpRequestMessage(HttpMethod.Get, "/challenge/" + tab) { Headers = { { "Accept", "text/html" } } };
            pages[tab] = await browser.GetAsync((await browser.SendAsync(challenge)).Location);
        }

        foreach (var tab in new[] { "second", "first" })
        {
            var picked = await browser.PickAsync(pages[tab], "alice");
            var answer = await browser.GetAsync(picked.Location);
            Assert.Equal(HttpStatusCode.SeeOther, answer.Status);
            Assert.Equal("/page/" + tab, answer.Location);
            Assert.Equal(tab, seen!.Items["tab"]);
        }
    }
}
