using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace SamlSp.AspNetCore.Tests;

/// <summary>The paths beside the module path, and the application's own endpoints at them.</summary>
public sealed class EndpointPathTests
{
    [Theory]
    [InlineData("/login", "SamlSp:Paths:Login")]
    [InlineData("/logout", "SamlSp:Paths:Logout")]
    [InlineData("/Session", "SamlSp:Paths:Session")]
    [InlineData("/saml2", "SamlSp:ModulePath")]
    [InlineData("/saml2/signin", "SamlSp:ModulePath")]
    [InlineData("/session/authorize", "app.MapSamlSp()")]
    [InlineData("/auth/oidc/callback", "app.MapSamlSp()")]
    public async Task Start_ApplicationsEndpointAtOurPath_IsRefusedWithTheKey(string path, string key)
    {
        var e = await Assert.ThrowsAsync<SamlSpConfigurationException>(() =>
            TestApp.StartAsync(map: app => app.MapGet(path, () => "own").WithDisplayName("my page"))
        );
        Assert.Contains(e.Errors, error => error.StartsWith(key + ": the application has an endpoint at ", StringComparison.Ordinal));
        Assert.Contains("(my page)", e.Errors[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_ApplicationsEndpointsElsewhere_IsAccepted()
    {
        await using var app = await TestApp.StartAsync(map: app =>
        {
            app.MapPost("/session", () => "other method");
            app.MapGet("/login", () => "other host").RequireHost("partner.example.com");
            app.MapGet("/{page}", (string page) => page);
        });
        Assert.Equal("about", await ReadAsync(app, "/about"));
        Assert.Contains("identifier", await ReadAsync(app, "/login"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task Path_ThatIsEmpty_LeavesThePlaceToTheApplication(string? none)
    {
        await using var app = await TestApp.StartAsync(
            saml =>
                saml.Paths = new()
                {
                    Login = none,
                    Logout = none,
                    Session = none,
                },
            map: app =>
            {
                app.Map("/login", () => "own login");
                app.Map("/logout", () => "own logout");
                app.Map("/session", () => "own session");
            }
        );
        Assert.Equal("own login", await ReadAsync(app, "/login"));
        Assert.Equal("own logout", await ReadAsync(app, "/logout"));
        Assert.Equal("own session", await ReadAsync(app, "/session"));
    }

    [Fact]
    public async Task Path_ThatIsSet_MovesTheEndpoint()
    {
        await using var app = await TestApp.StartAsync(saml =>
        {
            saml.Paths.Login = "/sso/login";
            saml.Paths.Logout = "/sso/logout";
            saml.Paths.Session = "/sso/me";
        });
        var browser = app.Browser();
        Assert.Contains("identifier", await ReadAsync(app, "/sso/login"), StringComparison.Ordinal);
        await browser.SignInAsync(idp => idp.Member());
        Assert.Contains(
            "alice@example.com",
            await (await browser.GetAsync("/sso/me")).Content.ReadAsStringAsync(),
            StringComparison.Ordinal
        );
        await browser.GetAsync("/sso/logout");
        Assert.False(browser.Cookies.ContainsKey(TestBrowser.SessionCookie));
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/login")).StatusCode);
    }

    [Theory]
    [InlineData("login")]
    [InlineData("/login/")]
    [InlineData("/{login}")]
    public async Task Path_ThatIsNone_RefusesTheStart(string path)
    {
        var e = await Assert.ThrowsAsync<SamlSpConfigurationException>(() => TestApp.StartAsync(saml => saml.Paths.Login = path));
        Assert.StartsWith("SamlSp:Paths:Login: must start with a slash", Assert.Single(e.Errors), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/Saml2", "inline; filename=\"samlsp-metadata.xml\"")]
    [InlineData("/Saml2?download", "attachment; filename=\"samlsp-metadata.xml\"")]
    public async Task Metadata_InABrowser_HasAFileName(string path, string expected)
    {
        await using var app = await TestApp.StartAsync();
        using var answer = await app.Browser().GetAsync(path);
        Assert.Equal("application/samlmetadata+xml", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(expected, answer.Content.Headers.GetValues("Content-Disposition").Single());
    }

    private static async Task<string> ReadAsync(TestApp app, string path)
    {
        using var answer = await app.Browser().GetAsync(path);
        return await answer.Content.ReadAsStringAsync();
    }
}
