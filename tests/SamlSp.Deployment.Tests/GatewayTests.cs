using System.Net;
using System.Text;
using System.Text.Json;

namespace SamlSp.Deployment.Tests;

/// <summary>Applications behind real proxies, with the example configurations of <c>deploy</c>.</summary>
[Collection(SystemTests.Name)]
public sealed class GatewayTests(RunningSystem system)
{
    public static TheoryData<string, string, string, string, string, bool> Users =>
        new()
        {
            { "alice@example.com", "alice@example.com", "/", "member", "owner", true },
            { "charlie@altostrat.com", "charlie_altostrat.com@example.com", "/guests", "entraGuest", "reader", false },
            { "user@hotmail.com", "user_hotmail.com@example.com", "/guests", "externalGuest", "reader", false },
        };

    [Theory]
    [MemberData(nameof(Users))]
    public async Task Gateway_StaticSiteBehindNginx_IsOpenToItsRolesOnly(
        string account,
        string nameId,
        string orgUnit,
        string userType,
        string role,
        bool administers
    )
    {
        using var browser = new WebBrowser();
        await browser.SignInAsync(system.Url + "/wiki/page.html?x=1", account);
        Assert.True(browser.Location.OriginalString == system.Url + "/wiki/page.html?x=1", browser.Location + "\n" + browser.Text);
        Assert.Equal("<p>The wiki's page</p>", browser.Text);

        await browser.GoAsync(system.Url + "/wiki/admin/page.html");
        Assert.Equal(administers ? HttpStatusCode.OK : HttpStatusCode.Forbidden, browser.Status);
        Assert.Equal(administers, browser.Text.Contains("The administrators' page", StringComparison.Ordinal));

        // Headers that the client sends about itself do not reach the application.
        using var who = await browser.AskAsync(
            system.Url + "/wiki/who",
            headers:
            [
                ("X-SamlSp-NameId", "owner@example.com"),
                ("X-SamlSp-Roles", "owner,root"),
                ("X_SamlSp_Roles", "root"),
                ("X-SamlSp-Token", "forged"),
            ]
        );
        var seen = (await who.Content.ReadAsStringAsync()).Split('|');
        Assert.Equal([nameId, "sandbox", orgUnit, role, userType], seen[..5]);

        using var published = JsonDocument.Parse(await (await browser.AskAsync(system.Url + "/auth/jwks")).Content.ReadAsStringAsync());
        var (kid, claims) = Decode(seen[5]);
        Assert.Contains(published.RootElement.GetProperty("keys").EnumerateArray(), key => key.GetProperty("kid").GetString() == kid);
        Assert.Equal("wiki", claims.GetProperty("aud").GetString());
        Assert.Equal(nameId, claims.GetProperty("nameId").GetString());
    }

    [Fact]
    public async Task Gateway_WithoutSession_AnswersProgramsAndRedirectsBrowsers()
    {
        using var anonymous = new WebBrowser();
        using var program = await anonymous.AskAsync(
            system.Url + "/wiki/page.html",
            headers: [("X-SamlSp-NameId", "alice@example.com"), ("X-SamlSp-Roles", "owner")]
        );
        Assert.Equal(HttpStatusCode.Unauthorized, program.StatusCode);
        Assert.DoesNotContain("wiki's page", await program.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        Assert.StartsWith("Bearer", program.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);

        using var outside = await anonymous.AskAsync(system.Url + "/auth");
        Assert.Equal(HttpStatusCode.NotFound, outside.StatusCode);
        using var question = await anonymous.AskAsync(system.Url + "/_samlsp/wiki");
        Assert.Equal(HttpStatusCode.NotFound, question.StatusCode);

        // The client cannot choose where nginx sends it.
        using var navigation = await anonymous.AskAsync(
            system.Url + "/wiki/page.html",
            "text/html",
            ("X-Original-URL", "https://evil.example/"),
            ("X-Forwarded-Host", "evil.example"),
            ("X-Forwarded-Uri", "/x")
        );
        Assert.Equal(HttpStatusCode.Redirect, navigation.StatusCode);
        Assert.Equal(system.Url + "/Saml2/SignIn?ReturnUrl=%2Fwiki%2Fpage.html", navigation.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task Gateway_AfterSignOut_AnswersUnauthorized()
    {
        using var browser = new WebBrowser();
        await browser.SignInAsync(system.Url + "/wiki/page.html", "alice@example.com");
        await browser.GoAsync(system.Url + "/logout");
        using var answer = await browser.AskAsync(system.Url + "/wiki/page.html");
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [CaddyFact]
    public Task Gateway_OwnHostBehindCaddy_SignsIn() => OnAHostOfItsOwnAsync(system.CaddyUrl);

    [Fact]
    public Task Gateway_OwnHostBehindNginx_SignsIn() => OnAHostOfItsOwnAsync(system.HostUrl);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Gateway_DeepLinkOf4000CharactersBehindNginx_IsKept(bool ownHost)
    {
        using var browser = new WebBrowser();
        var page = (ownHost ? system.HostUrl : system.Url) + "/wiki/page.html?x=";
        page += string.Concat(Enumerable.Repeat("abcdefg%2F%3D", 400))[..(4000 - page.Length)].TrimEnd('%');
        await browser.SignInAsync(page, "charlie@altostrat.com");
        Assert.True(browser.Location.OriginalString == page, browser.Location + "\n" + browser.Text);
        Assert.Equal("<p>The wiki's page</p>", browser.Text);
    }

    private async Task OnAHostOfItsOwnAsync(string host)
    {
        using var browser = new WebBrowser();
        await browser.SignInAsync(host + "/wiki/page.html?x=1&role=owner", "charlie@altostrat.com");
        Assert.True(browser.Location.OriginalString == host + "/wiki/page.html?x=1&role=owner", browser.Location + "\n" + browser.Text);
        Assert.Equal("<p>The wiki's page</p>", browser.Text);
        using var who = await browser.AskAsync(
            host + "/wiki/who",
            headers: [("X-SamlSp-NameId", "owner@example.com"), ("X-SamlSp-Token", "forged"), ("X-SamlSp-Roles", "owner")]
        );
        var seen = (await who.Content.ReadAsStringAsync()).Split('|');
        Assert.Equal(["charlie_altostrat.com@example.com", "sandbox", "/guests", "reader", "entraGuest", ""], seen);

        // The same user with the session of our own host, which ends both.
        await browser.GoAsync(system.Url + "/logout");
        using var after = await browser.AskAsync(host + "/wiki/page.html");
        Assert.Equal(HttpStatusCode.Unauthorized, after.StatusCode);
    }

    private static (string? KeyId, JsonElement Claims) Decode(string token)
    {
        var parts = token.Split('.');
        return (Json(parts[0]).GetProperty("kid").GetString(), Json(parts[1]));

        static JsonElement Json(string part) =>
            JsonDocument.Parse(Encoding.UTF8.GetString(Microsoft.AspNetCore.WebUtilities.WebEncoders.Base64UrlDecode(part))).RootElement;
    }
}
