using System.Net;
using Microsoft.AspNetCore.WebUtilities;
using SamlSp.Testing;

namespace SamlSp.AspNetCore.Tests.Tokens;

public sealed class AuthorizeTests
{
    [Fact]
    public async Task Authorize_ProgramAllowed_GetsCodeAndState()
    {
        await using var app = await TestApp.StartAsync();
        var client = new TokenClient(app);
        await client.Browser.SignInAsync(idp => idp.EntraGuest() with { AuthnInstant = TestClock.Now });

        var page = await client.AskAsync();
        var html = await page.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Contains("<strong>test client</strong> on this computer wants to act as you", html, StringComparison.Ordinal);
        Assert.Contains(
            "<time datetime=\""
                + (TestClock.Now + TimeSpan.FromHours(8)).ToString(
                    "yyyy-MM-dd'T'HH:mm:ss'Z'",
                    System.Globalization.CultureInfo.InvariantCulture
                )
                + "\">",
            html,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "form-action 'self' http://127.0.0.1:49152;",
            page.Headers.GetValues("Content-Security-Policy").Single(),
            StringComparison.Ordinal
        );
        Assert.Equal("no-store", page.Headers.CacheControl!.ToString());

        var answer = await client.AnswerAsync(await client.TicketAsync());
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.StartsWith(TokenClient.RedirectUri + "?code=", answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
        var query = QueryHelpers.ParseQuery(answer.Headers.Location.Query);
        Assert.Equal("s t&=a", query["state"]);
        Assert.Equal(HttpStatusCode.OK, (await client.RedeemAsync(query["code"]!)).Status);
    }

    [Fact]
    public async Task Authorize_Denied_RedirectsWithAccessDenied()
    {
        await using var app = await TestApp.StartAsync();
        var client = new TokenClient(app);
        await client.Browser.SignInAsync(idp => idp.Member());
        var answer = await client.AnswerAsync(await client.TicketAsync(), "deny");
        Assert.Equal(TokenClient.RedirectUri + "?error=access_denied&state=s%20t%26%3Da", answer.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task Authorize_WithoutSession_SignsInAndReturns()
    {
        await using var app = await TestApp.StartAsync();
        var client = new TokenClient(app);
        var path = QueryHelpers.AddQueryString("/session/authorize", TokenClient.Parameters());
        var signedIn = await client.Browser.SignInAsync(idp => idp.Member(), path);
        Assert.Equal(path, signedIn.Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.OK, (await client.Browser.GetAsync(path)).StatusCode);
    }

    [Theory]
    [InlineData("http://127.0.0.1:1/")]
    [InlineData("http://127.0.0.1:65535/a/b?c=d")]
    [InlineData("http://localhost:8080/callback")]
    [InlineData("http://[::1]:49152/callback")]
    [InlineData("http://127.0.0.1")]
    public async Task Authorize_LoopbackRedirectUri_IsAnswered(string uri)
    {
        await using var app = await TestApp.StartAsync();
        var client = new TokenClient(app);
        await client.Browser.SignInAsync(idp => idp.Member());
        var answer = await client.AnswerAsync(await client.TicketAsync(("redirect_uri", uri)));
        Assert.StartsWith(
            uri + (uri.Contains('?', StringComparison.Ordinal) ? "&code=" : "?code="),
            answer.Headers.Location!.OriginalString,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(null)]
    [InlineData("https://evil.example.com/")]
    [InlineData("http://evil.example.com/")]
    [InlineData("https://127.0.0.1:1/")]
    [InlineData("http://127.0.0.1.evil.example.com/")]
    [InlineData("http://127.0.0.1@evil.example.com/")]
    [InlineData("http://127.0.0.1:80@evil.example.com/")]
    [InlineData("http://evil@127.0.0.1:1/")]
    [InlineData("http://127.0.0.1:99999/")]
    [InlineData("http://127.0.0.1:0/")]
    [InlineData("http://127.0.0.1:1/#fragment")]
    [InlineData("http://127.0.0.1:1\\@evil.example.com/")]
    [InlineData("http://127.0.0.1:1/\r\nX: y")]
    [InlineData("http://127.0.0.2:1/")]
    [InlineData("http://2130706433/")]
    [InlineData("http://localhost.evil.example.com/")]
    [InlineData("http:/127.0.0.1/")]
    [InlineData("//127.0.0.1/")]
    [InlineData("app://callback")]
    [InlineData("javascript:alert(1)")]
    public async Task Authorize_OtherRedirectUri_GetsAPageWithoutRedirect(string? uri)
    {
        await using var app = await TestApp.StartAsync();
        var client = new TokenClient(app);
        await client.Browser.SignInAsync(idp => idp.Member());
        var answer = await client.AskAsync(("redirect_uri", uri));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Null(answer.Headers.Location);
    }

    [Fact]
    public async Task Authorize_TwoRedirectUris_GetsAPage()
    {
        await using var app = await TestApp.StartAsync();
        var client = new TokenClient(app);
        var path = QueryHelpers.AddQueryString("/session/authorize", TokenClient.Parameters());
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await client.Browser.GetAsync(path + "&redirect_uri=http%3A%2F%2F127.0.0.1%3A1%2F")).StatusCode
        );
        Assert.Equal(HttpStatusCode.Redirect, (await client.Browser.GetAsync(path)).StatusCode);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("r\u0435al")]
    [InlineData("a\u202eb")]
    public async Task Authorize_InvalidClientId_GetsAPage(string? clientId)
    {
        await using var app = await TestApp.StartAsync();
        var answer = await new TokenClient(app).AskAsync(("client_id", clientId));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Null(answer.Headers.Location);
    }

    [Fact]
    public async Task Authorize_ClientIdOver100Characters_IsRefused()
    {
        await using var app = await TestApp.StartAsync();
        var client = new TokenClient(app);
        await client.Browser.SignInAsync(idp => idp.Member());
        Assert.Equal(HttpStatusCode.OK, (await client.AskAsync(("client_id", new string('x', 100)))).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.AskAsync(("client_id", new string('x', 101)))).StatusCode);
    }

    [Theory]
    [InlineData("response_type", null, "invalid_request")]
    [InlineData("response_type", "token", "unsupported_response_type")]
    [InlineData("code_challenge", null, "invalid_request")]
    [InlineData("code_challenge", "short", "invalid_request")]
    [InlineData("code_challenge_method", null, "invalid_request")]
    [InlineData("code_challenge_method", "plain", "invalid_request")]
    public async Task Authorize_OtherErrors_AreSentToTheProgram(string name, string? value, string error)
    {
        await using var app = await TestApp.StartAsync();
        var answer = await new TokenClient(app).AskAsync((name, value));
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.StartsWith(
            TokenClient.RedirectUri + "?error=" + error + "&error_description=",
            answer.Headers.Location!.OriginalString,
            StringComparison.Ordinal
        );
        Assert.Equal("s t&=a", QueryHelpers.ParseQuery(answer.Headers.Location.Query)["state"]);
    }

    [Fact]
    public async Task Authorize_StateMissingOrTooLong_IsOptionalAndBounded()
    {
        await using var app = await TestApp.StartAsync();
        var client = new TokenClient(app);
        await client.Browser.SignInAsync(idp => idp.Member());
        var answer = await client.AnswerAsync(await client.TicketAsync(("state", null)));
        Assert.DoesNotContain("state=", answer.Headers.Location!.Query, StringComparison.Ordinal);
        Assert.Contains(
            "error=invalid_request",
            (await client.AskAsync(("state", new string('x', 501)))).Headers.Location!.Query,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Authorize_RequestTooLongToReturn_IsRefusedBeforeSignIn()
    {
        await using var app = await TestApp.StartAsync();
        var client = new TokenClient(app);
        var (uri, state) = (("redirect_uri", "http://127.0.0.1:1/" + new string('x', 480)), ("state", new string('x', 500)));
        var more = ("more", new string('x', 4000));
        Assert.Equal(HttpStatusCode.BadRequest, (await client.AskAsync(uri, state, more)).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await client.AskAsync(uri, state)).StatusCode);
        await client.Browser.SignInAsync(idp => idp.Member());
        Assert.Equal(HttpStatusCode.OK, (await client.AskAsync(uri, state, more)).StatusCode);
    }

    [Fact]
    public async Task Authorize_MarkupInClientId_IsEncoded()
    {
        await using var app = await TestApp.StartAsync();
        var client = new TokenClient(app);
        await client.Browser.SignInAsync(idp => idp.Member());
        var html = await (await client.AskAsync(("client_id", "<script>alert(1)</script>"))).Content.ReadAsStringAsync();
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site", "same-origin")]
    [InlineData("Sec-Fetch-Site", "same-site", "same-origin")]
    [InlineData("Sec-Fetch-Site", "none", "same-origin")]
    [InlineData("Origin", "https://evil.example.com", TestSp.BaseUrl)]
    [InlineData("Origin", "null", TestSp.BaseUrl)]
    public async Task Authorize_ConsentFromAnotherSite_IsRefused(string header, string foreign, string own)
    {
        await using var app = await TestApp.StartAsync();
        var client = new TokenClient(app);
        await client.Browser.SignInAsync(idp => idp.Member());
        var ticket = await client.TicketAsync();
        var answer = await client.AnswerAsync(ticket, headers: (header, foreign));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Null(answer.Headers.Location);
        Assert.Equal(HttpStatusCode.SeeOther, (await client.AnswerAsync(ticket, headers: (header, own))).StatusCode);
    }

    [Fact]
    public async Task Consent_SecondUseLateOrOtherSession_IsRefused()
    {
        await using var app = await TestApp.StartAsync();
        var (client, other) = (new TokenClient(app), new TokenClient(app));
        await client.Browser.SignInAsync(idp => idp.Member());
        await other.Browser.SignInAsync(idp => idp.EntraGuest());

        var ticket = await client.TicketAsync();
        Assert.Equal(HttpStatusCode.BadRequest, (await other.AnswerAsync(ticket)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await new TokenClient(app).AnswerAsync(ticket)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.AnswerAsync(ticket[..^1] + (ticket[^1] == 'A' ? 'B' : 'A'))).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.AnswerAsync(ticket, "perhaps")).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await client.AnswerAsync(ticket)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.AnswerAsync(ticket)).StatusCode);

        var (early, late) = (await client.TicketAsync(), await client.TicketAsync());
        app.Clock.Advance(new TimeSpan(0, 9, 59));
        Assert.Equal(HttpStatusCode.SeeOther, (await client.AnswerAsync(early)).StatusCode);
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.BadRequest, (await client.AnswerAsync(late)).StatusCode);
    }

    [Fact]
    public async Task Authorize_WithAccessToken_IsUnauthorized()
    {
        await using var app = await TestApp.StartAsync();
        var client = new TokenClient(app);
        var (access, _) = await client.SignInAsync(idp => idp.Member());
        var path = QueryHelpers.AddQueryString("/session/authorize", TokenClient.Parameters());
        Assert.Equal(HttpStatusCode.OK, (await client.Browser.GetAsync(path)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.CallAsync(access, path)).StatusCode);
    }
}
