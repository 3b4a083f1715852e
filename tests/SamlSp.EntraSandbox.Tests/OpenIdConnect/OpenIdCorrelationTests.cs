using System.Net;

namespace SamlSp.EntraSandbox.Tests;

/// <summary>
/// OpenID Connect answers without a request of this browser, or that come twice. SamlSp.Browser.Tests has the same with a real browser.
/// </summary>
public sealed class OpenIdCorrelationTests : IAsyncLifetime
{
    private OpenIdApp _app = null!;

    public async Task InitializeAsync() => _app = await OpenIdApp.StartAsync();

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task OpenIdAnswer_ReloadedOrAnsweredAgain_LeadsToTheWantedPage()
    {
        using var browser = _app.NewBrowser();
        var asked = await browser.AskAsync();
        var answer = (await browser.PickAsync(asked, "alice")).Location;
        Assert.Equal("/there", (await OpenAsync(browser, answer)).Location);
        var session = (await browser.SessionAsync())!.Value.GetRawText();

        // Reload of the callback; then Back to the tenant's page, and the account picked again.
        var reloaded = await OpenAsync(browser, answer);
        Assert.Equal((HttpStatusCode.SeeOther, "/there"), (reloaded.Status, reloaded.Location));
        var back = await OpenAsync(browser, (await browser.PickAsync(asked, "alice")).Location);
        Assert.Equal((HttpStatusCode.SeeOther, "/there"), (back.Status, back.Location));
        Assert.Equal(session, (await browser.SessionAsync())!.Value.GetRawText());
        Assert.All(_app.Refusals, refusal => Assert.Equal("in_response_to_mismatch", refusal.Code));
    }

    [Fact]
    public async Task OpenIdAnswer_SentTwiceAtOnce_LeadsToTheWantedPage()
    {
        using var browser = _app.NewBrowser();
        var answer = await browser.AnswerAsync();
        var state = browser.Cookies;
        await OpenAsync(browser, answer);
        foreach (Cookie cookie in browser.Cookies)
        {
            state.Add(cookie);
        }

        browser.Cookies = state;
        var second = await OpenAsync(browser, answer);
        Assert.Equal((HttpStatusCode.SeeOther, "/there"), (second.Status, second.Location));
    }

    [Theory]
    [InlineData("lost cookie")]
    [InlineData("bookmark")]
    public async Task OpenIdAnswer_RequestIsLost_StartsOnceMoreAndThenExplains(string how)
    {
        using var browser = _app.NewBrowser();
        var answer = await browser.AnswerAsync();
        if (how == "bookmark")
        {
            _app.Clock.Advance(TimeSpan.FromMinutes(16));
        }
        else
        {
            browser.Cookies = [];
        }

        var refused = await OpenAsync(browser, answer);
        Assert.Equal(HttpStatusCode.Forbidden, refused.Status);
        var refresh = refused.Answer.Headers.GetValues("Refresh").Single();
        Assert.Equal("0; url=/Saml2/SignIn?ReturnUrl=%2F&retry=1", refresh);

        browser.Cookies = [];
        var again = await browser.AnswerAsync(start: refresh["0; url=".Length..]);
        Assert.EndsWith("r", OpenIdBrowser.Parameter(again, "state"), StringComparison.Ordinal);
        browser.Cookies = [];
        var last = await OpenAsync(browser, again);
        Assert.Equal(HttpStatusCode.Forbidden, last.Status);
        Assert.False(last.Answer.Headers.Contains("Refresh"));
        Assert.Contains("does not keep the cookies", last.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenIdAnswer_LostRequestOfACallerThatIsNoBrowser_IsRefused()
    {
        using var browser = _app.NewBrowser();
        var answer = await browser.AnswerAsync();
        browser.Cookies = [];
        var refused = await browser.GetAsync(answer);
        Assert.Equal(HttpStatusCode.Forbidden, refused.Status);
        Assert.False(refused.Answer.Headers.Contains("Refresh"));
    }

    [Theory]
    [InlineData(
        "error=access_denied&error_description=AADSTS65004%3A+%3Cscript%3E",
        "AADSTS65004",
        "You did not accept what the app asks for."
    )]
    [InlineData("error=interaction_required&error_description=AADSTS50105%3A+x", "AADSTS50105", "You are not assigned to this app")]
    [InlineData("error=login_required&error_description=AADSTS50058%3A+x", "AADSTS50058", "a silent sign-in")]
    [InlineData("error=access_denied&error_description=declined", "access_denied", "did not allow the sign-in")]
    public async Task OpenIdError_WithOrWithoutItsRequest_IsExplained(string error, string shown, string cause)
    {
        using var browser = _app.NewBrowser();
        var state = OpenIdBrowser.Parameter((await browser.GetAsync(OpenIdBrowser.Start)).Location, "state");
        foreach (var expected in new[] { "status_not_success", "in_response_to_mismatch" })
        {
            var refused = await OpenAsync(browser, $"/auth/oidc/callback?{error}&state={state}");
            Assert.Equal(HttpStatusCode.Forbidden, refused.Status);
            Assert.Equal(expected, _app.Refusals.Last().Code);
            var refresh = refused.Answer.Headers.GetValues("Refresh").Single();
            Assert.Contains("&error=" + shown, refresh, StringComparison.Ordinal);
            var explained = await OpenAsync(browser, refresh["0; url=".Length..]);
            Assert.Equal(HttpStatusCode.OK, explained.Status);
            Assert.Contains(cause, explained.Text, StringComparison.Ordinal);
            Assert.Contains(shown, explained.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task OpenIdError_OfNoSpecification_HasNoExplanation()
    {
        using var browser = _app.NewBrowser();
        var state = OpenIdBrowser.Parameter((await browser.GetAsync(OpenIdBrowser.Start)).Location, "state");
        var refused = await OpenAsync(browser, $"/auth/oidc/callback?error=made_up&state={state}");
        Assert.Equal(HttpStatusCode.Forbidden, refused.Status);
        Assert.False(refused.Answer.Headers.Contains("Refresh"));
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/Saml2/Refused?reference=ABCDE-23456&error=made_up")).Status);
    }

    [Fact]
    public async Task TokenRequest_SecretHasExpired_IsExplained()
    {
        await using var app = await OpenIdApp.StartAsync(registration: client =>
            client with
            {
                SecretExpires = SamlSp.Testing.TestClock.Now,
            }
        );
        using var browser = app.NewBrowser();
        var refused = await OpenAsync(browser, await browser.AnswerAsync());
        Assert.Contains("&error=AADSTS7000222", refused.Answer.Headers.GetValues("Refresh").Single(), StringComparison.Ordinal);
    }

    /// <summary>As a browser opens an address.</summary>
    private static Task<BrowserPage> OpenAsync(Browser browser, string url) =>
        browser.SendAsync(new(HttpMethod.Get, url) { Headers = { { "Accept", "text/html" }, { "Sec-Fetch-Site", "cross-site" } } });
}
