using System.Net;
using System.Text.Json;
using AngleSharp.Html.Dom;
using SamlSp.AspNetCore;
using SamlSp.Directory;
using SamlSp.Testing;

namespace SamlSp.Console.Tests;

/// <summary>Terms of service: asked for at the first sign-in, recorded once, asked again when they change.</summary>
public sealed class TermsTests : IAsyncLifetime
{
    private readonly ConsoleApp _app = new() { Terms = new() { Text = "Be kind.\n\n<script>alert(1)</script>" } };

    [Fact]
    public async Task Terms_NotAccepted_AsksOnceBeforeGoingOn()
    {
        var browser = await _app.BrowserAsync(idp => idp.Member("alice"));
        var answer = await browser.GetAsync("/console/account?x=1");
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal("/terms?ReturnUrl=%2Fconsole%2Faccount%3Fx%3D1", answer.Headers.Location!.ToString());
        var page = await browser.PageAsync(answer.Headers.Location.ToString());
        Assert.Contains("Be kind.", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll("script"));
        var form = Assert.Single(page.QuerySelectorAll("form").OfType<IHtmlFormElement>());
        answer = await browser.PostAsync(form);
        Assert.Equal("/console/account?x=1", answer.Headers.Location!.ToString());
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/console/account")).StatusCode);
        Assert.Equal(
            HttpStatusCode.OK,
            (await (await _app.BrowserAsync(idp => idp.Member("alice"))).GetAsync("/console/account")).StatusCode
        );
        Assert.Single(await _app.Audit.SearchAsync("contoso", new() { Action = AuditActions.TermsAccepted }, default));
    }

    [Fact]
    public async Task Terms_CallerThatIsNoBrowser_IsForbiddenWithACode()
    {
        var browser = await _app.BrowserAsync(idp => idp.Member("bob"));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/session");
        request.Headers.Add("Accept", "application/json");
        var answer = await browser.SendAsync(request, asBrowser: false);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("terms_not_accepted", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/session")]
    [InlineData("/for-programs")]
    public async Task Terms_ApiTokenOfAUserWhoHasNotAccepted_IsForbiddenUntilTheyDo(string path)
    {
        var browser = await _app.BrowserAsync(idp => idp.Member("dave"));
        await AcceptAsync(browser);
        var token = await TokenAsync(browser);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(path, token)).StatusCode);

        _app.Terms!.Text = "Be kinder.";
        var refused = await AskAsync(path, token);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Contains("terms_not_accepted", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        // A token of no session is not a matter of terms.
        Assert.Equal(HttpStatusCode.Unauthorized, (await AskAsync(path, "unknown")).StatusCode);

        await AcceptAsync(browser);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(path, token)).StatusCode);
    }

    private static async Task AcceptAsync(ConsoleBrowser browser) =>
        await browser.PostAsync(Assert.Single((await browser.PageAsync("/terms")).QuerySelectorAll("form").OfType<IHtmlFormElement>()));

    /// <summary>An access token, as a program on the user's computer gets it.</summary>
    private async Task<string> TokenAsync(ConsoleBrowser browser)
    {
        const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        const string Challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
        const string Callback = "http://127.0.0.1:49152/callback";
        var consent = await browser.PageAsync(
            $"/session/authorize?response_type=code&client_id=test&redirect_uri={Uri.EscapeDataString(Callback)}"
                + $"&code_challenge={Challenge}&code_challenge_method=S256"
        );
        var allowed = await browser.PostAsync(
            Assert.Single(consent.QuerySelectorAll("form").OfType<IHtmlFormElement>()),
            ("answer", "allow")
        );
        var code = System.Web.HttpUtility.ParseQueryString(allowed.Headers.Location!.Query)["code"]!;
        var granted = await _app.Browser()
            .PostAsync(
                "/session/token",
                ("grant_type", "authorization_code"),
                ("code", code),
                ("client_id", "test"),
                ("redirect_uri", Callback),
                ("code_verifier", Verifier)
            );
        using var body = JsonDocument.Parse(await granted.Content.ReadAsStringAsync());
        return body.RootElement.GetProperty("access_token").GetString()!;
    }

    private async Task<HttpResponseMessage> AskAsync(string path, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new("Bearer", token);
        request.Headers.Add("Accept", "application/json");
        return await _app.Browser().SendAsync(request, asBrowser: false);
    }

    [Fact]
    public async Task Terms_NotAccepted_AllowsSignOutAndFollowsNoForeignUrl()
    {
        var browser = await _app.BrowserAsync(idp => idp.Member("carol"));
        var page = await browser.PageAsync("/terms?ReturnUrl=//evil.example/");
        var answer = await browser.PostAsync(Assert.Single(page.QuerySelectorAll("form").OfType<IHtmlFormElement>()));
        Assert.Equal("/", answer.Headers.Location!.ToString());
        answer = await browser.GetAsync("/logout");
        Assert.NotEqual("/terms", answer.Headers.Location?.ToString().Split('?')[0]);
    }

    [Fact]
    public async Task Terms_SessionByOwnerLink_IsNotAsked()
    {
        // Such a session has no user record that could accept the terms; here a user's session is changed into one.
        var browser = await _app.BrowserAsync(idp => idp.Member("erin"));
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/console/account")).StatusCode);
        var id = (await _app.Sessions.ListAsync(new() { Organization = "contoso", NameId = "erin@example.com" }, default))[0].Id;
        await _app.ChangeSessionAsync(id, "owner-link:0123456789ab");
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/console/account")).StatusCode);
    }

    [Fact]
    public async Task Terms_TextChanged_AsksAgain()
    {
        var browser = await _app.BrowserAsync(idp => idp.Member("dora"));
        await browser.PostAsync(Assert.Single((await browser.PageAsync("/terms")).QuerySelectorAll("form").OfType<IHtmlFormElement>()));
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/console/account")).StatusCode);
        _app.Terms!.Text = "Be kinder.";
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/console/account")).StatusCode);
        _app.Terms.Text = "Be kind.\n\n<script>alert(1)</script>";
    }

    public Task InitializeAsync() => _app.InitializeAsync();

    public Task DisposeAsync() => _app.DisposeAsync();
}
