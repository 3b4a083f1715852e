using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using SamlSp.Testing;

namespace SamlSp.AspNetCore.Tests.Tokens;

/// <summary>Tokens end with their session at the latest.</summary>
public sealed class TokenSessionTests
{
    [Fact]
    public async Task AccessToken_ForTenMinutes_ShowsTheSession()
    {
        await using var app = await TestApp.StartAsync();
        var client = new TokenClient(app);
        var (access, refresh) = await client.SignInAsync(idp => idp.EntraGuest());
        app.Clock.Advance(new TimeSpan(0, 9, 59));
        var session = await client.CallAsync(access);
        Assert.Equal(HttpStatusCode.OK, session.StatusCode);
        Assert.Contains("\"userType\":\"entraGuest\"", await session.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        app.Clock.Advance(TimeSpan.FromSeconds(1));
        var expired = await client.CallAsync(access);
        Assert.Equal(HttpStatusCode.Unauthorized, expired.StatusCode);
        Assert.StartsWith("Bearer error=\"invalid_token\"", expired.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        (access, _) = TokenClient.Tokens(await client.RefreshAsync(refresh));
        Assert.Equal(HttpStatusCode.OK, (await client.CallAsync(access)).StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("unknown")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task AccessToken_Unknown_IsInvalidEvenBesideACookie(string token)
    {
        await using var app = await TestApp.StartAsync();
        var client = new TokenClient(app);
        await client.Browser.SignInAsync(idp => idp.Member());
        var request = new HttpRequestMessage(HttpMethod.Get, "/session");
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token);
        var answer = await client.Browser.SendAsync(request);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.StartsWith("Bearer error=\"invalid_token\"", answer.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await client.Browser.GetAsync("/session")).StatusCode);
    }

    [Fact]
    public async Task Tokens_SessionEndedByPolicy_EndAndAskForReauthentication()
    {
        await using var app = await TestApp.StartAsync();
        var client = new TokenClient(app);
        var (access, refresh) = await client.SignInAsync(idp => idp.EntraGuest() with { AuthnInstant = TestClock.Now });
        app.Clock.Advance(new TimeSpan(7, 55, 0));
        var last = await client.RefreshAsync(refresh);
        Assert.Equal(300, last.Body.GetProperty("expires_in").GetInt32());
        (access, refresh) = TokenClient.Tokens(last);
        app.Clock.Advance(new TimeSpan(0, 4, 59));
        Assert.Equal(HttpStatusCode.OK, (await client.CallAsync(access)).StatusCode);

        app.Clock.Advance(TimeSpan.FromSeconds(1));
        var answer = await client.CallAsync(access);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        var challenge = answer.Headers.WwwAuthenticate.ToString();
        Assert.Contains("error=\"insufficient_user_authentication\"", challenge, StringComparison.Ordinal);
        Assert.Contains("max_age=\"28800\"", challenge, StringComparison.Ordinal);
        TokenClient.AssertError("invalid_grant", await client.RefreshAsync(refresh));
    }

    [Fact]
    public async Task RefreshToken_UsedRegularly_NeverExtendsTheSession()
    {
        await using var app = await TestApp.StartAsync();
        var client = new TokenClient(app);
        var (_, refresh) = await client.SignInAsync(idp => idp.EntraGuest() with { AuthnInstant = TestClock.Now });
        for (var i = 0; i < 47; i++)
        {
            app.Clock.Advance(TimeSpan.FromMinutes(10));
            (_, refresh) = TokenClient.Tokens(await client.RefreshAsync(refresh));
        }

        app.Clock.Advance(TimeSpan.FromMinutes(10));
        TokenClient.AssertError("invalid_grant", await client.RefreshAsync(refresh));
    }

    [Fact]
    public async Task Tokens_SignedOut_EndAtOnce()
    {
        await using var app = await TestApp.StartAsync();
        var (client, other) = (new TokenClient(app), new TokenClient(app));
        var (access, refresh) = await client.SignInAsync(idp => idp.Member());
        var (otherAccess, otherRefresh) = await other.SignInAsync(idp => idp.EntraGuest());
        var code = await client.CodeAsync();
        await client.Browser.GetAsync("/logout");

        var answer = await client.CallAsync(access);
        Assert.StartsWith("Bearer error=\"invalid_token\"", answer.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        TokenClient.AssertError("invalid_grant", await client.RefreshAsync(refresh));
        TokenClient.AssertError("invalid_grant", await client.RedeemAsync(code));
        Assert.Equal(HttpStatusCode.OK, (await other.CallAsync(otherAccess)).StatusCode);
        TokenClient.Tokens(await other.RefreshAsync(otherRefresh));
    }

    [Fact]
    public async Task Tokens_SessionRevoked_EndAtOnce()
    {
        await using var app = await TestApp.StartAsync();
        var client = new TokenClient(app);
        var (access, refresh) = await client.SignInAsync(idp => idp.Member());
        var session = Assert.Single(
            await app.Sessions.ListAsync(new() { Organization = "contoso", NameId = "alice@example.com" }, default)
        );
        Assert.Equal(HttpStatusCode.OK, (await client.CallAsync(access)).StatusCode);
        await app.Sessions.EndAsync(new() { Organization = "contoso", Id = session.Id }, SessionEndCause.Revoked, default);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.CallAsync(access)).StatusCode);
        TokenClient.AssertError("invalid_grant", await client.RefreshAsync(refresh));
    }

    [Fact]
    public async Task Application_PolicySchemeWithTokens_AcceptsThem()
    {
        await using var app = await TestApp.StartAsync(services: services =>
        {
            services
                .AddAuthentication()
                .AddPolicyScheme(
                    "Either",
                    displayName: null,
                    either =>
                        either.ForwardDefaultSelector = context =>
                            context.Request.Headers.ContainsKey("Authorization")
                                ? SamlSpDefaults.BearerScheme
                                : SamlSpDefaults.SessionScheme
                );
            services
                .AddAuthorizationBuilder()
                .SetDefaultPolicy(new AuthorizationPolicyBuilder("Either").RequireAuthenticatedUser().Build());
        });
        var client = new TokenClient(app);
        var (access, _) = await client.SignInAsync(idp => idp.Member());
        Assert.Equal(HttpStatusCode.OK, (await client.CallAsync(access, "/protected")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.Browser.GetAsync("/protected")).StatusCode);
        var refused = await client.CallAsync("unknown", "/protected");
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.StartsWith("Bearer error=\"invalid_token\"", refused.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Application_CookieOnly_RefusesTokens()
    {
        await using var app = await TestApp.StartAsync();
        var client = new TokenClient(app);
        var (access, _) = await client.SignInAsync(idp => idp.Member());
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.CallAsync(access, "/protected")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.Browser.GetAsync("/protected")).StatusCode);
    }
}
