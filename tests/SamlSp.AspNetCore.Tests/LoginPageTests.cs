using System.Net;
using SamlSp.Testing;

namespace SamlSp.AspNetCore.Tests;

public sealed class LoginPageTests
{
    private const string Cookie = "__Host-SamlSp.Organization";

    [Fact]
    public async Task LoginPage_SeveralOrganizations_RemembersTheLastOne()
    {
        await using var app = await TestApp.StartAsync(o => o.Organizations["fabrikam"] = new() { Domains = ["fabrikam.example"] });
        var browser = app.Browser();
        Assert.DoesNotContain(
            "value=\"contoso\"",
            await (await browser.GetAsync("/login")).Content.ReadAsStringAsync(),
            StringComparison.Ordinal
        );
        var (id, relayState, _) = await browser.StartAsync("/login?identifier=contoso");
        await browser.PostAsync(TestIdp.Create().At(app.Clock.GetUtcNow()).Answering(id), relayState);
        Assert.Equal("contoso", browser.Cookies[Cookie]);
        browser.Cookies.Remove(TestBrowser.SessionCookie);
        Assert.Contains(
            "value=\"contoso\"",
            await (await browser.GetAsync("/login")).Content.ReadAsStringAsync(),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("/login", HttpStatusCode.OK)]
    [InlineData("/session", HttpStatusCode.Unauthorized)]
    [InlineData("/Saml2", HttpStatusCode.OK)]
    public async Task Endpoint_HeadRequest_AnswersWithTheStatusOfGet(string path, HttpStatusCode status)
    {
        await using var app = await TestApp.StartAsync();
        Assert.Equal(status, (await app.Browser().SendAsync(new(HttpMethod.Head, path), "application/json")).StatusCode);
        Assert.Equal(status, (await app.Browser().GetAsync(path, "application/json")).StatusCode);
    }

    [Theory]
    [InlineData("/login?identifier=nobody", "text/html", "text/html")]
    [InlineData("/login?identifier=nobody", "application/json", "application/problem+json")]
    [InlineData("/Saml2/SignIn?organization=nobody", "*/*", "text/html")]
    [InlineData("/Saml2/SignIn?organization=nobody", "application/json", "application/problem+json")]
    public async Task LoginPage_UnknownOrganization_AnswersInTheCallersFormat(string path, string accept, string mediaType)
    {
        await using var app = await TestApp.StartAsync();
        var answer = await app.Browser().GetAsync(path, accept);
        Assert.Equal((HttpStatusCode.NotFound, mediaType), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        Assert.Contains(
            "There is no organization with that name or address.",
            await answer.Content.ReadAsStringAsync(),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("%22%3E%3Cscript%3E")]
    [InlineData("../x")]
    public async Task LoginPage_TamperedCookie_IsNotShown(string value)
    {
        await using var app = await TestApp.StartAsync(o => o.Organizations["fabrikam"] = new() { Domains = ["fabrikam.example"] });
        var browser = app.Browser();
        browser.Cookies[Cookie] = value;
        Assert.Contains("value=\"\"", await (await browser.GetAsync("/login")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task LoginPage_OneOrganization_RemembersNothing()
    {
        await using var app = await TestApp.StartAsync();
        var browser = app.Browser();
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.SignInAsync(idp => idp)).StatusCode);
        Assert.DoesNotContain(Cookie, browser.Cookies.Keys);
    }

    [Fact]
    public async Task SignIn_AnswerOfAnotherOrganizationAfterLoginPage_IsRefused()
    {
        await using var app = await TestApp.StartAsync(o => o.Organizations["fabrikam"] = new() { Domains = ["fabrikam.example"] });
        var browser = app.Browser();
        var (id, relayState, _) = await browser.StartAsync("/login?identifier=contoso");
        var refused = await browser.PostAsync(
            TestIdp.Create().Tenant(TestTenant.HomeId).SignWith(TestCertificates.IdpNext).At(app.Clock.GetUtcNow()).Answering(id),
            relayState
        );
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Contains(app.Log.Lines, l => l.Contains("wrong_identity_provider", StringComparison.Ordinal));
    }

    [Fact]
    public async Task LoginPage_AskedForByAChallenge_LeadsToTheSignIn()
    {
        await using var app = await TestApp.StartAsync(o => o.Organizations["fabrikam"] = new() { Domains = ["fabrikam.example"] });
        var browser = app.Browser();
        var page = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(
            await (await browser.GetAsync("/protected?page=1")).Content.ReadAsStringAsync()
        );
        Assert.Equal("/Saml2/SignIn", page.QuerySelector("form")!.GetAttribute("action"));
        Assert.Equal("/protected?page=1", page.QuerySelector("input[name=ReturnUrl]")!.GetAttribute("value"));
    }

    [Fact]
    public async Task Domain_UsedByTwoOrganizations_IsRefused()
    {
        var refused = await Assert.ThrowsAsync<SamlSpConfigurationException>(() =>
            TestApp.StartAsync(o => o.Organizations["fabrikam"] = new() { Domains = ["EXAMPLE.com"] })
        );
        Assert.StartsWith("SamlSp:Organizations:fabrikam:Domains:0: ", Assert.Single(refused.Errors), StringComparison.Ordinal);
    }
}
