using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using SamlSp.AspNetCore;

namespace SamlSp.EntraSandbox.Tests;

/// <summary>Endpoints that ask more than a session, by OpenID Connect.</summary>
public sealed class OpenIdStepUpTests
{
    [Fact]
    public async Task MaxAge_OldAuthentication_IsAskedForAnewAndComesIn()
    {
        await using var app = await StartAsync();
        using var browser = app.NewBrowser();
        await browser.SignInAsync("alice", OpenIdBrowser.Start, ("age", "20"));
        var away = await OpenAsync(browser, "/payments");
        Assert.Equal("login", OpenIdBrowser.Parameter(away.Location, "prompt"));
        var back = await PickAsync(browser, away.Location, ("age", "0"));
        Assert.Equal("/payments", back.Location);
        Assert.Equal(HttpStatusCode.OK, (await OpenAsync(browser, "/payments")).Status);
    }

    [Fact]
    public async Task MaxAge_WithoutAuthTime_IsNotProvenByTheTokensOwnTime()
    {
        await using var app = await StartAsync();
        using var browser = app.NewBrowser();
        await browser.SignInAsync("alice", OpenIdBrowser.Start, ("auth_time", ""));
        Assert.NotNull(await browser.SessionAsync());
        var away = await OpenAsync(browser, "/payments");
        Assert.Equal(HttpStatusCode.Redirect, away.Status);
        var refused = await PickAsync(browser, away.Location, ("auth_time", ""));
        Assert.Equal(HttpStatusCode.Forbidden, refused.Status);
        Assert.Equal("authn_time_missing", Assert.Single(app.Refusals).Code);
    }

    [Fact]
    public async Task MaxAge_Nobody_IsSentInTheFirstRequest()
    {
        await using var app = await StartAsync();
        using var browser = app.NewBrowser();
        var away = await OpenAsync(browser, "/payments");
        Assert.Equal(("", "900"), (OpenIdBrowser.Parameter(away.Location, "prompt"), OpenIdBrowser.Parameter(away.Location, "max_age")));
    }

    [Fact]
    public async Task AuthenticationContext_OfEntra_IsAskedForByClaimsAndProvenByAcrs()
    {
        await using var app = await StartAsync();
        using var browser = app.NewBrowser();
        await browser.SignInAsync();
        var away = await OpenAsync(browser, "/context");
        Assert.Equal("", OpenIdBrowser.Parameter(away.Location, "prompt"));
        var claims = JsonNode.Parse(OpenIdBrowser.Parameter(away.Location, "claims"))!["id_token"]!["acrs"]!;
        Assert.Equal((true, "c1"), (claims["essential"]!.GetValue<bool>(), claims["value"]!.GetValue<string>()));
        var back = await PickAsync(browser, away.Location);
        Assert.Equal("/context", back.Location);
        Assert.Equal(HttpStatusCode.OK, (await OpenAsync(browser, "/context")).Status);
        Assert.Equal(HttpStatusCode.Redirect, (await OpenAsync(browser, "/other-context")).Status);
    }

    [Fact]
    public async Task AuthenticationContext_NotInTheAnswer_IsAskedForOnceMoreAndThenAPage()
    {
        await using var app = await StartAsync();
        using var browser = app.NewBrowser();
        await browser.SignInAsync();
        var away = await OpenAsync(browser, "/context");
        var again = await PickAsync(browser, away.Location, ("acrs", ""));
        Assert.Equal("login", OpenIdBrowser.Parameter(again.Location, "prompt"));
        Assert.NotEmpty(OpenIdBrowser.Parameter(again.Location, "claims"));
        var refused = await PickAsync(browser, again.Location, ("acrs", ""));
        Assert.Equal(HttpStatusCode.Forbidden, refused.Status);
        Assert.Contains("authn_context_missing", refused.Text, StringComparison.Ordinal);
        Assert.Equal("authn_context_missing", Assert.Single(app.Refusals).Code);
        Assert.NotNull(await browser.SessionAsync());
    }

    [Fact]
    public async Task PhishingResistant_PasskeyOrTheContextThatStandsForIt_Proves()
    {
        await using var app = await StartAsync(o => o.Connection.PhishingResistantContexts.Add("c3"));
        using var passkey = app.NewBrowser();
        await passkey.SignInAsync("alice", OpenIdBrowser.Start, ("passkey", "true"));
        Assert.Equal(HttpStatusCode.OK, (await OpenAsync(passkey, "/keys")).Status);

        using var browser = app.NewBrowser();
        await browser.SignInAsync("alice", OpenIdBrowser.Start, ("mfa", "true"));
        var away = await OpenAsync(browser, "/keys");
        Assert.Contains("\"c3\"", OpenIdBrowser.Parameter(away.Location, "claims"), StringComparison.Ordinal);
        await PickAsync(browser, away.Location);
        Assert.Equal(HttpStatusCode.OK, (await OpenAsync(browser, "/keys")).Status);
    }

    private static Task<OpenIdApp> StartAsync(Action<OrganizationOptions>? configure = null) =>
        OpenIdApp.StartAsync(
            configure,
            services: services => services.AddAuthorization(),
            map: app =>
            {
                app.UseAuthorization();
                app.MapGet("/payments", () => "payments").RequireSamlAuthentication(TimeSpan.FromMinutes(15));
                app.MapGet("/keys", () => "keys").RequireSamlAuthentication(method: ReauthenticationMethod.PhishingResistant);
                app.MapGet("/context", () => "context").RequireSamlAuthentication(authenticationContext: "c1");
                app.MapGet("/other-context", () => "other").RequireSamlAuthentication(authenticationContext: "c2");
            }
        );

    private static Task<BrowserPage> OpenAsync(Browser browser, string path) =>
        browser.SendAsync(new(HttpMethod.Get, path) { Headers = { { "Accept", "text/html" } } });

    /// <summary>From the tenant's page, to which the application has sent the browser, back to the application.</summary>
    private static async Task<BrowserPage> PickAsync(Browser browser, string away, params (string Name, string Value)[] fields)
    {
        var answer = await browser.PickAsync(await browser.GetAsync(away), "alice", fields);
        Assert.Equal(HttpStatusCode.SeeOther, answer.Status);
        var callback = new HttpRequestMessage(HttpMethod.Get, answer.Location) { Headers = { { "Accept", "text/html" } } };
        return await browser.SendAsync(callback);
    }
}
