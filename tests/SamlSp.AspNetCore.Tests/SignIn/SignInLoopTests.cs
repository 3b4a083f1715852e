using System.Net;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using SamlSp.Testing;

namespace SamlSp.AspNetCore.Tests;

/// <summary>A browser that the application sends to sign in again and again.</summary>
public sealed class SignInLoopTests
{
    [Fact]
    public async Task SignIn_ThirdWithinAMinuteToOneAddress_StopsWithAPage()
    {
        await using var app = await StartAsync();
        var browser = app.Browser();
        for (var round = 1; round <= 2; round++)
        {
            using var answer = await browser.SignInAsync(idp => idp.Member());
            Assert.Equal("/protected", answer.Headers.Location?.OriginalString);
            app.Clock.Advance(TimeSpan.FromSeconds(10));
        }

        using var third = await browser.SignInAsync(idp => idp.Member());
        Assert.Equal(HttpStatusCode.Forbidden, third.StatusCode);
        var page = await third.Content.ReadAsStringAsync();
        Assert.Contains("You are signed in, but the page keeps asking", page, StringComparison.Ordinal);
        Assert.Contains(
            $"Refused: sign_in_loop, reference {TestBrowser.Reference(page)}, organization contoso.",
            app.Log.Text,
            StringComparison.Ordinal
        );
        Assert.Contains("default scheme is Own, and the sign-in went to SamlSp.Session", app.Log.Text, StringComparison.Ordinal);

        // The explanation is for developers alone.
        Assert.DoesNotContain("default scheme", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("slow")]
    [InlineData("other page")]
    [InlineData("signs out")]
    [InlineData("other browser")]
    public async Task SignIn_ThirdThatIsNoLoop_LeadsToThePage(string how)
    {
        await using var app = await StartAsync();
        var browser = app.Browser();
        for (var round = 1; round <= 3; round++)
        {
            var path = how == "other page" ? "/protected?page=" + round : "/protected";
            using var answer = await browser.SignInAsync(idp => idp.Member(), path);
            Assert.Equal(path, answer.Headers.Location?.OriginalString);
            app.Clock.Advance(TimeSpan.FromSeconds(how == "slow" ? 31 : 10));
            browser = how == "other browser" ? app.Browser() : browser;
            if (how == "signs out")
            {
                await browser.GetAsync("/logout");
            }
        }
    }

    [Fact]
    public async Task SignIn_TabsSideBySide_AreNoLoop()
    {
        await using var app = await StartAsync();
        var browser = app.Browser();
        var tabs = new List<(string RequestId, string RelayState)>();
        for (var tab = 1; tab <= 3; tab++)
        {
            var (id, relayState, _) = await browser.StartAsync();
            tabs.Add((id, relayState));
        }

        foreach (var (id, relayState) in tabs)
        {
            app.Clock.Advance(TimeSpan.FromSeconds(1));
            using var answer = await browser.PostAsync(TestIdp.Create().Member().At(app.Clock.GetUtcNow()).Answering(id), relayState);
            Assert.Equal("/protected", answer.Headers.Location?.OriginalString);
        }
    }

    [Fact]
    public async Task SignIn_ThatTheUserAuthenticatesFor_IsNoLoop()
    {
        await using var app = await StartAsync();
        var browser = app.Browser();
        for (var round = 1; round <= 3; round++)
        {
            using var answer = await browser.SignInAsync(idp => idp.Member(), "/Saml2/SignIn?reauthenticate=true&ReturnUrl=/protected");
            Assert.Equal("/protected", answer.Headers.Location?.OriginalString);
        }
    }

    /// <summary>An application whose default scheme nobody signs in to, and whose challenge leads to SamlSp.</summary>
    private static Task<TestApp> StartAsync() =>
        TestApp.StartAsync(
            saml => saml.SignInScheme = SamlSpDefaults.SessionScheme,
            services =>
                services
                    .AddAuthentication(options =>
                    {
                        options.DefaultScheme = ExternalApp.Own;
                        options.DefaultChallengeScheme = SamlSpDefaults.AuthenticationScheme;
                    })
                    .AddCookie(ExternalApp.Own)
        );
}
