using System.Net;
using SamlSp.Testing;

namespace SamlSp.AspNetCore.Tests.Tokens;

public sealed class TokenTests
{
    [Fact]
    public async Task TokenEndpoint_Code_GivesTokensWithTheirLifetimes()
    {
        await using var app = await TestApp.StartAsync();
        var client = new TokenClient(app);
        await client.Browser.SignInAsync(idp => idp.EntraGuest() with { AuthnInstant = TestClock.Now });
        var (status, body) = await client.RedeemAsync(await client.CodeAsync());
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("Bearer", body.GetProperty("token_type").GetString());
        Assert.Equal(600, body.GetProperty("expires_in").GetInt32());
        Assert.Equal(
            (TestClock.Now + TimeSpan.FromHours(8)).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture),
            body.GetProperty("session_expires_at").GetString()
        );
        Assert.Equal(43, body.GetProperty("access_token").GetString()!.Length);
        Assert.NotEqual(body.GetProperty("access_token").GetString(), body.GetProperty("refresh_token").GetString());
    }

    [Fact]
    public async Task Code_AfterSixtySeconds_IsRefused()
    {
        await using var app = await TestApp.StartAsync();
        var client = new TokenClient(app);
        await client.Browser.SignInAsync(idp => idp.Member());
        var (early, late) = (await client.CodeAsync(), await client.CodeAsync());
        app.Clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(HttpStatusCode.OK, (await client.RedeemAsync(early)).Status);
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        TokenClient.AssertError("invalid_grant", await client.RedeemAsync(late));
    }

    [Theory]
    [InlineData("another client", TokenClient.RedirectUri, TokenClient.Verifier)]
    [InlineData(TokenClient.ClientId, "http://127.0.0.1:49153/callback", TokenClient.Verifier)]
    [InlineData(TokenClient.ClientId, TokenClient.RedirectUri, "EBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")]
    [InlineData(TokenClient.ClientId, TokenClient.RedirectUri, "short")]
    public async Task Code_OtherClientRedirectUriOrVerifier_IsRefused(string clientId, string redirectUri, string verifier)
    {
        await using var app = await TestApp.StartAsync();
        var client = new TokenClient(app);
        await client.Browser.SignInAsync(idp => idp.Member());
        var (tried, untried) = (await client.CodeAsync(), await client.CodeAsync());
        TokenClient.AssertError("invalid_grant", await client.RedeemAsync(tried, clientId, redirectUri, verifier));

        // One attempt only, even a failed one.
        TokenClient.AssertError("invalid_grant", await client.RedeemAsync(tried));
        Assert.Equal(HttpStatusCode.OK, (await client.RedeemAsync(untried)).Status);
    }

    [Fact]
    public async Task Code_SecondUse_EndsItsTokens()
    {
        await using var app = await TestApp.StartAsync();
        var client = new TokenClient(app);
        await client.Browser.SignInAsync(idp => idp.Member());
        var code = await client.CodeAsync();
        var (access, refresh) = TokenClient.Tokens(await client.RedeemAsync(code));
        var (otherAccess, _) = TokenClient.Tokens(await client.RedeemAsync(await client.CodeAsync()));
        Assert.Equal(HttpStatusCode.OK, (await client.CallAsync(access)).StatusCode);

        app.Clock.Advance(TimeSpan.FromMinutes(5));
        TokenClient.AssertError("invalid_grant", await client.RedeemAsync(code));
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.CallAsync(access)).StatusCode);
        TokenClient.AssertError("invalid_grant", await client.RefreshAsync(refresh));
        Assert.Equal(HttpStatusCode.OK, (await client.CallAsync(otherAccess)).StatusCode);
        Assert.Contains("API tokens were ended, organization contoso", app.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RefreshToken_Reused_EndsItsFamily()
    {
        await using var app = await TestApp.StartAsync();
        var client = new TokenClient(app);
        var (_, first) = await client.SignInAsync(idp => idp.Member());
        var (_, second) = TokenClient.Tokens(await client.RefreshAsync(first));
        var (access, third) = TokenClient.Tokens(await client.RefreshAsync(second));
        Assert.Equal(HttpStatusCode.OK, (await client.CallAsync(access)).StatusCode);

        TokenClient.AssertError("invalid_grant", await client.RefreshAsync(first));
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.CallAsync(access)).StatusCode);
        TokenClient.AssertError("invalid_grant", await client.RefreshAsync(third));
        Assert.Equal(HttpStatusCode.OK, (await client.Browser.GetAsync("/session", "application/json")).StatusCode);
    }

    [Fact]
    public async Task RefreshToken_UsedInParallel_SucceedsAtMostOnce()
    {
        await using var app = await TestApp.StartAsync();
        var client = new TokenClient(app);
        var (_, refresh) = await client.SignInAsync(idp => idp.Member());
        var answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(() => client.RefreshAsync(refresh))));
        var won = Assert.Single(answers, a => a.Status == HttpStatusCode.OK);
        TokenClient.AssertError("invalid_grant", await client.RefreshAsync(TokenClient.Tokens(won).Refresh));
    }

    [Fact]
    public async Task RefreshToken_OfAnotherClient_IsRefused()
    {
        await using var app = await TestApp.StartAsync();
        var client = new TokenClient(app);
        var (_, refresh) = await client.SignInAsync(idp => idp.Member());
        TokenClient.AssertError("invalid_grant", await client.RefreshAsync(refresh, "another client"));
        (_, refresh) = TokenClient.Tokens(await client.RefreshAsync(refresh));
        TokenClient.Tokens(await client.RefreshAsync(refresh, client: null));
    }

    [Fact]
    public async Task TokenEndpoint_TokenOfAnotherKind_IsRefused()
    {
        await using var app = await TestApp.StartAsync();
        var client = new TokenClient(app);
        var (access, refresh) = await client.SignInAsync(idp => idp.Member());
        var code = await client.CodeAsync();
        TokenClient.AssertError("invalid_grant", await client.RefreshAsync(access));
        TokenClient.AssertError("invalid_grant", await client.RefreshAsync(code));
        TokenClient.AssertError("invalid_grant", await client.RedeemAsync(refresh));
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.CallAsync(refresh)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.CallAsync(code)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.CallAsync(access)).StatusCode);
        TokenClient.Tokens(await client.RefreshAsync(refresh));
        TokenClient.Tokens(await client.RedeemAsync(code));
    }

    [Theory]
    [InlineData("invalid_request", "")]
    [InlineData("invalid_request", "grant_type=")]
    [InlineData("unsupported_grant_type", "grant_type=password&username=a&password=b")]
    [InlineData("unsupported_grant_type", "grant_type=client_credentials")]
    [InlineData("invalid_request", "grant_type=refresh_token")]
    [InlineData("invalid_request", "grant_type=refresh_token&refresh_token=a&refresh_token=b")]
    [InlineData("invalid_request", "grant_type=refresh_token&grant_type=refresh_token&refresh_token=a")]
    [InlineData("invalid_request", "grant_type=authorization_code&code=a&client_id=b&redirect_uri=c")]
    [InlineData("invalid_request", "grant_type=authorization_code&code=a&client_id=b&code_verifier=c")]
    [InlineData("invalid_request", "grant_type=authorization_code&code=a&redirect_uri=b&code_verifier=c")]
    [InlineData("invalid_request", "grant_type=authorization_code&client_id=a&redirect_uri=b&code_verifier=c")]
    [InlineData("invalid_grant", "grant_type=authorization_code&code=a&client_id=b&redirect_uri=c&code_verifier=d")]
    [InlineData("invalid_grant", "grant_type=refresh_token&refresh_token=unknown")]
    [InlineData("invalid_grant", "grant_type=refresh_token&refresh_token=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task TokenEndpoint_InvalidRequest_GetsTheStandardError(string error, string body)
    {
        await using var app = await TestApp.StartAsync();
        using var content = new StringContent(body, System.Text.Encoding.ASCII, "application/x-www-form-urlencoded");
        var response = await app.Browser().SendAsync(new(HttpMethod.Post, "/session/token") { Content = content });
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("no-store", response.Headers.CacheControl!.ToString());
        using var document = System.Text.Json.JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal(error, document.RootElement.GetProperty("error").GetString());
    }

    [Theory]
    [InlineData("application/json", "{\"grant_type\":\"refresh_token\"}")]
    [InlineData("multipart/form-data; boundary=x", "--x--")]
    public async Task TokenEndpoint_BodyThatIsNoForm_IsRefused(string type, string body)
    {
        await using var app = await TestApp.StartAsync();
        using var content = new StringContent(body);
        content.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse(type);
        var response = await app.Browser().SendAsync(new(HttpMethod.Post, "/session/token") { Content = content });
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("invalid_request", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TokenEndpoint_LargeBody_IsRefused()
    {
        await using var app = await TestApp.StartAsync();
        var client = new TokenClient(app);
        var (_, refresh) = await client.SignInAsync(idp => idp.Member());
        TokenClient.AssertError(
            "invalid_request",
            await client.TokenAsync(("grant_type", "refresh_token"), ("refresh_token", refresh), ("padding", new string('x', 10_000)))
        );
        TokenClient.AssertError(
            "invalid_request",
            await client.TokenAsync([
                ("grant_type", "refresh_token"),
                ("refresh_token", refresh),
                .. Enumerable.Range(0, 20).Select(i => ("f" + i, (string?)"x")),
            ])
        );
        TokenClient.Tokens(await client.RefreshAsync(refresh));
    }
}
