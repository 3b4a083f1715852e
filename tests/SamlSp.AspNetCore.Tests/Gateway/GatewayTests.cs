using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using SamlSp.Testing;

namespace SamlSp.AspNetCore.Tests;

/// <summary>What a proxy is told at <c>/auth</c>.</summary>
public sealed class GatewayTests
{
    private const string Everyone = "11111111-0000-0000-0000-000000000001";

    [Fact]
    public async Task GatewayCheck_SignedInUser_IsDescribedInHeaders()
    {
        await using var app = await StartAsync();
        var browser = app.Browser();
        await browser.SignInAsync(Guest);
        var answer = await AskAsync(browser, "");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("charlie_altostrat.com@example.com", Header(answer, GatewayHeaders.NameId));
        Assert.Equal("contoso", Header(answer, GatewayHeaders.Organization));
        Assert.Equal("/guests", Header(answer, GatewayHeaders.OrgUnit));
        Assert.Equal("entraGuest", Header(answer, GatewayHeaders.UserType));
        Assert.NotEmpty(Header(answer, GatewayHeaders.UserId)!);
        Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
        Assert.Equal("reader", Header(answer, GatewayHeaders.Roles));
        Assert.Equal("", Header(answer, GatewayHeaders.Token));
        Assert.Equal(0, answer.Content.Headers.ContentLength ?? (await answer.Content.ReadAsByteArrayAsync()).Length);
    }

    [Fact]
    public async Task GatewayCheck_HeadersFromTheClient_AreIgnored()
    {
        await using var app = await StartAsync();
        var anonymous = await AskAsync(app.Browser(), "", (GatewayHeaders.NameId, "owner@example.com"), (GatewayHeaders.Roles, "owner"));
        Assert.Equal(HttpStatusCode.Unauthorized, anonymous.StatusCode);
        Assert.Null(Header(anonymous, GatewayHeaders.NameId));

        var browser = app.Browser();
        await browser.SignInAsync(idp => idp.Member());
        var answer = await AskAsync(browser, "", (GatewayHeaders.NameId, "owner@example.com"), (GatewayHeaders.Roles, "owner"));
        Assert.Equal("alice@example.com", Header(answer, GatewayHeaders.NameId));
        Assert.Equal("", Header(answer, GatewayHeaders.Roles));
        Assert.Equal(HttpStatusCode.Forbidden, (await AskAsync(browser, "?role=owner", (GatewayHeaders.Roles, "owner"))).StatusCode);
    }

    [Theory]
    [InlineData("", HttpStatusCode.OK)]
    [InlineData("?organization=contoso", HttpStatusCode.OK)]
    [InlineData("?organization=fabrikam", HttpStatusCode.Forbidden)]
    [InlineData("?organization=fabrikam&organization=CONTOSO", HttpStatusCode.OK)]
    [InlineData("?unit=/guests", HttpStatusCode.OK)]
    [InlineData("?unit=/Guests/", HttpStatusCode.OK)]
    [InlineData("?unit=/", HttpStatusCode.OK)]
    [InlineData("?unit=/guest", HttpStatusCode.Forbidden)]
    [InlineData("?unit=/guests/contractors", HttpStatusCode.Forbidden)]
    [InlineData("?unit=/staff&unit=/guests", HttpStatusCode.OK)]
    [InlineData("?role=reader", HttpStatusCode.OK)]
    [InlineData("?role=owner", HttpStatusCode.Forbidden)]
    [InlineData("?role=owner&role=Reader", HttpStatusCode.OK)]
    [InlineData("?role=reader&organization=fabrikam", HttpStatusCode.Forbidden)]
    [InlineData("?roles=owner", HttpStatusCode.BadRequest)]
    [InlineData("?role=", HttpStatusCode.BadRequest)]
    [InlineData("?unit=guests", HttpStatusCode.BadRequest)]
    [InlineData("?audience=unknown", HttpStatusCode.BadRequest)]
    [InlineData("?unauthenticated=200", HttpStatusCode.BadRequest)]
    public async Task GatewayCheck_EachRequirement_MustHold(string query, HttpStatusCode expected)
    {
        await using var app = await StartAsync();
        var browser = app.Browser();
        await browser.SignInAsync(Guest);
        var answer = await AskAsync(browser, query);
        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal(expected == HttpStatusCode.OK, answer.Headers.Contains(GatewayHeaders.NameId));
    }

    [Fact]
    public async Task GatewayCheck_BrowserWithoutSession_SignsInAndReturns()
    {
        await using var app = await StartAsync();
        var browser = app.Browser();
        var nginx = await AskAsync(browser, "?organization=contoso", ("X-Original-URL", TestSp.BaseUrl + "/wiki/a%20b?x=1&y=2"));
        Assert.Equal(HttpStatusCode.Unauthorized, nginx.StatusCode);
        Assert.Equal("Bearer", nginx.Headers.WwwAuthenticate.ToString());
        var url = Header(nginx, GatewayHeaders.SignIn)!;
        Assert.Equal(TestSp.BaseUrl + "/Saml2/SignIn?organization=contoso&ReturnUrl=" + Uri.EscapeDataString("/wiki/a%20b?x=1&y=2"), url);

        var traefik = await AskAsync(
            browser,
            "",
            ("X-Forwarded-Proto", "https"),
            ("X-Forwarded-Host", new Uri(TestSp.BaseUrl).Authority),
            ("X-Forwarded-Uri", "/wiki/a%20b?x=1&y=2"),
            ("X-Forwarded-Method", "GET")
        );
        Assert.Equal(HttpStatusCode.Redirect, traefik.StatusCode);

        var started = await browser.GetAsync(url[TestSp.BaseUrl.Length..]);
        var (id, relayState, _) = TestBrowser.Read(started.Headers.Location!);
        var signedIn = await browser.PostAsync(TestIdp.Create().At(app.Clock.GetUtcNow()).Member().Answering(id), relayState);
        Assert.Equal("/wiki/a%20b?x=1&y=2", signedIn.Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(browser, "?organization=contoso")).StatusCode);
    }

    [Fact]
    public async Task GatewayCheck_PlaceholdersWithoutAValue_CountAsAbsent()
    {
        await using var app = await StartAsync();
        var caddy = await AskAsync(
            app.Browser(),
            "",
            ("X-Original-URL", "{http.request.header.X-Original-URL}"),
            ("X-Original-Method", "{http.request.header.X-Original-Method}"),
            ("X-Forwarded-Host", new Uri(TestSp.BaseUrl).Authority),
            ("X-Forwarded-Uri", "/wiki/%7Bx%7D"),
            ("X-Forwarded-Method", "{http.request.orig_method}")
        );
        Assert.Equal(HttpStatusCode.Redirect, caddy.StatusCode);
        Assert.EndsWith(
            "ReturnUrl=" + Uri.EscapeDataString("/wiki/%7Bx%7D"),
            caddy.Headers.Location!.OriginalString,
            StringComparison.Ordinal
        );

        var nothing = await AskAsync(app.Browser(), "", ("X-Forwarded-Uri", "{http.request.orig_uri}"));
        Assert.Equal(HttpStatusCode.Unauthorized, nothing.StatusCode);
    }

    [Theory]
    [InlineData("application/json", "GET")]
    [InlineData("text/html", "POST")]
    public async Task GatewayCheck_NotANavigation_IsPlainUnauthorized(string accept, string method)
    {
        await using var app = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/auth")
        {
            Headers = { { "X-Forwarded-Uri", "/api" }, { "X-Forwarded-Method", method } },
        };
        var answer = await app.Browser().SendAsync(request, accept);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Null(Header(answer, GatewayHeaders.SignIn));
    }

    [Theory]
    [InlineData("https://evil.example/phish")]
    [InlineData("//evil.example/phish")]
    [InlineData("https://app.example.com.evil.example/")]
    [InlineData("https://sp.example.com@evil.example/")]
    public async Task GatewayCheck_UnknownReturnHost_IsIgnored(string url)
    {
        await using var app = await StartAsync();
        var answer = await AskAsync(app.Browser(), "", ("X-Original-URL", url));
        Assert.DoesNotContain("evil", Header(answer, GatewayHeaders.SignIn)!, StringComparison.Ordinal);
        Assert.EndsWith("ReturnUrl=%2F", Header(answer, GatewayHeaders.SignIn)!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GatewayCheck_SessionEndedByPolicy_AsksForReauthentication()
    {
        await using var app = await StartAsync();
        var browser = app.Browser();
        await browser.SignInAsync(Guest);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(browser, "")).StatusCode);
        app.Clock.Advance(TimeSpan.FromHours(8));
        var ended = await AskAsync(browser, "", ("X-Original-URL", "/wiki"));
        Assert.Equal(HttpStatusCode.Unauthorized, ended.StatusCode);
        Assert.Contains("insufficient_user_authentication", ended.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        Assert.EndsWith(
            "/Saml2/SignIn?organization=contoso&ReturnUrl=%2Fwiki&reauthenticate=true",
            Header(ended, GatewayHeaders.SignIn)!,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task GatewayCheck_StoreDown_IsServiceUnavailable()
    {
        var sessions = new FailingSessionStore();
        await using var app = await StartAsync(services: s => s.AddSingleton<ISessionStore>(sessions));
        var browser = app.Browser();
        await browser.SignInAsync(idp => idp.Member());
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(browser, "")).StatusCode);
        sessions.Fails = true;
        var answer = await AskAsync(browser, "");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Null(Header(answer, GatewayHeaders.NameId));
    }

    [Theory]
    [InlineData("alice@example.com", "alice@example.com")]
    [InlineData("a b%,\r\nX-Evil: 1", "a%20b%25,%0D%0AX-Evil:%201")]
    [InlineData("Zoë \U0001F600", "Zo%C3%AB%20%F0%9F%98%80")]
    public void GatewayHeader_SpecialCharacters_AreEncoded(string value, string expected) =>
        Assert.Equal(expected, GatewayHeaders.Encode(value));

    [Fact]
    public async Task GatewaySettings_SeveralMistakes_AreAllReported()
    {
        var refused = await Assert.ThrowsAsync<SamlSpConfigurationException>(() =>
            StartAsync(options =>
            {
                options.Gateway.ReturnHosts = ["https://app.example.com", "app.example.com/path", "*.example.com", "app.example.com"];
                options.Gateway.Audiences = ["wiki", "two words", TestSp.BaseUrl];
                options.Gateway.TokenLifetime = TimeSpan.FromDays(1);
                options.Certificates.Directory = null;
            })
        );
        foreach (
            var path in new[]
            {
                "ReturnHosts:0",
                "ReturnHosts:1",
                "ReturnHosts:2",
                "Audiences:1",
                "Audiences:2",
                "TokenLifetime",
                "Audiences",
            }
        )
        {
            Assert.Contains($"SamlSp:Gateway:{path}: ", refused.Message, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("ReturnHosts:3", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Audiences:0", refused.Message, StringComparison.Ordinal);
    }

    internal static TestIdp Guest(TestIdp idp) => idp.EntraGuest().InGroups(Everyone);

    internal static Task<TestApp> StartAsync(Action<SamlSpOptions>? configure = null, Action<IServiceCollection>? services = null) =>
        TestApp.StartAsync(
            options =>
            {
                options.Organizations["contoso"].Roles["reader"] = [Everyone];
                configure?.Invoke(options);
            },
            collection =>
            {
                collection.AddSamlSpGateway();
                services?.Invoke(collection);
            },
            app => app.MapSamlSpGateway()
        );

    internal static Task<HttpResponseMessage> AskAsync(TestBrowser browser, string query, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/auth" + query);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return browser.SendAsync(request);
    }

    internal static string? Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) ? string.Join('|', values) : null;
}
