using System.Net;
using SamlSp.Testing;

namespace SamlSp.AspNetCore.Tests;

/// <summary>Deep links of up to 4,096 characters, which no address and no single cookie could carry through a sign-in.</summary>
public sealed class ReturnUrlTests
{
    private const string App = "https://app.example.com";

    [Theory]
    [InlineData(900)]
    [InlineData(4000)]
    [InlineData(4096)]
    public async Task DeepLink_OfUpTo4096Characters_IsKept(int length)
    {
        await using var app = await TestApp.StartAsync();
        var browser = app.Browser();
        var path = Path("/protected?q=", length);
        var answer = await browser.SignInAsync(idp => idp.Member(), path);
        Assert.Equal(path, answer.Headers.Location!.OriginalString);
        Assert.DoesNotContain(browser.Cookies.Keys, name => name.Contains("Return", StringComparison.Ordinal));
        Assert.DoesNotContain("start page instead", app.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DeepLink_OfMoreCharacters_IsCutAndLogged()
    {
        await using var app = await TestApp.StartAsync();
        var path = Path("/protected?q=", 4097);
        Assert.Equal("/", (await app.Browser().SignInAsync(idp => idp.Member(), path)).Headers.Location!.OriginalString);
        Assert.Contains("A return URL of 4097 characters is longer than 4096", app.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DeepLink_CookiesOfTheBrowser_StayWithinWhatWebServersTake()
    {
        await using var app = await TestApp.StartAsync();
        var browser = app.Browser();
        for (var tab = 0; tab < 5; tab++)
        {
            var started = await browser.GetAsync(Path("/protected?q=", 4000));
            Assert.All(started.Headers.GetValues("Set-Cookie"), cookie => Assert.InRange(cookie.Length, 1, 4096));
            Assert.DoesNotContain("abcdefg", started.Headers.Location!.OriginalString, StringComparison.Ordinal);
            app.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        var kept = browser.Cookies.Where(c => c.Key.Contains("Return", StringComparison.Ordinal)).ToList();
        Assert.InRange(kept.Sum(c => c.Value.Length), 4000, 6100);
    }

    [Fact]
    public async Task DeepLink_CookieLost_LeadsToTheStartPageAndIsLogged()
    {
        await using var app = await TestApp.StartAsync();
        var browser = app.Browser();
        var (id, relayState, _) = await browser.StartAsync(Path("/protected?q=", 4000));
        foreach (var name in browser.Cookies.Keys.Where(k => k.Contains("Return", StringComparison.Ordinal)).ToList())
        {
            browser.Cookies[name] = name.EndsWith("C1", StringComparison.Ordinal) ? "forged" : browser.Cookies[name];
        }

        var answer = await browser.PostAsync(TestIdp.Create().Member().Answering(id), relayState);
        Assert.Equal("/", answer.Headers.Location!.OriginalString);
        Assert.Contains("A long return URL was lost", app.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DeepLink_ThroughTheLoginPage_IsKept()
    {
        await using var app = await TestApp.StartAsync(o => o.Organizations["fabrikam"] = new() { Domains = ["fabrikam.example"] });
        var browser = app.Browser();
        var path = Path("/protected?q=", 4000);
        var page = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(await (await browser.GetAsync(path)).Content.ReadAsStringAsync());
        var returnUrl = page.QuerySelector("input[name=ReturnUrl]")!.GetAttribute("value")!;
        Assert.InRange(returnUrl.Length, 1, 100);
        var (id, relayState, _) = await browser.StartAsync($"/Saml2/SignIn?identifier=contoso&ReturnUrl={Uri.EscapeDataString(returnUrl)}");
        var answer = await browser.PostAsync(TestIdp.Create().Member().Answering(id), relayState);
        Assert.Equal(path, answer.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task ShortPathOfALongReturnUrl_Opened_LeadsOnOnce()
    {
        await using var app = await TestApp.StartAsync();
        var browser = app.Browser();
        var path = Path("/protected?q=", 4000);
        var answer = await browser.GetAsync("/logout?ReturnUrl=" + Uri.EscapeDataString(path));
        var stands = answer.Headers.Location!.OriginalString;
        Assert.StartsWith("/Saml2/Return/", stands, StringComparison.Ordinal);
        Assert.Equal(path, (await browser.GetAsync(stands)).Headers.Location!.OriginalString);
        Assert.Equal("/", (await browser.GetAsync(stands)).Headers.Location!.OriginalString);
    }

    [Theory]
    [InlineData(App)]
    [InlineData(TestSp.BaseUrl)]
    public async Task GatewayDeepLink_ProxyThatPassesOnOurRedirect_IsKept(string host)
    {
        await using var app = await GatewayTests.StartAsync(options => options.Gateway.ReturnHosts = ["app.example.com"]);
        var path = Path("/wiki?q=", 4000);
        var theirs = app.Browser();
        var ours = host == App ? app.Browser() : theirs;
        using var question = new HttpRequestMessage(HttpMethod.Get, host + "/auth?unauthenticated=302")
        {
            Headers = { { "X-Original-URL", host + path } },
        };
        var sent = await theirs.SendAsync(question);
        var url = sent.Headers.Location!.OriginalString;
        Assert.InRange(url.Length, 1, 400);

        var (id, relayState, _) = await ours.StartAsync(url[TestSp.BaseUrl.Length..]);
        var signedIn = await ours.PostAsync(GatewayTests.Guest(TestIdp.Create().At(app.Clock.GetUtcNow())).Answering(id), relayState);
        var target = signedIn.Headers.Location!.OriginalString;
        if (host == App)
        {
            var landing = (await ours.GetAsync(target)).Headers.Location!.OriginalString;
            target = (await theirs.GetAsync(landing)).Headers.Location!.OriginalString;
        }

        Assert.Equal(path, target);
        Assert.DoesNotContain(theirs.Cookies.Keys, name => name.Contains("Return", StringComparison.Ordinal));
    }

    [Fact]
    public async Task GatewayDeepLink_ProxyThatRedirectsItself_IsCutAndLogged()
    {
        await using var app = await GatewayTests.StartAsync(options => options.Gateway.ReturnHosts = ["app.example.com"]);
        using var question = new HttpRequestMessage(HttpMethod.Get, App + "/auth")
        {
            Headers = { { "X-Original-URL", App + Path("/wiki?q=", 4000) } },
        };
        var answer = await app.Browser().SendAsync(question);
        Assert.Contains("path=%2F&", GatewayTests.Header(answer, GatewayHeaders.SignIn), StringComparison.Ordinal);
        Assert.Single(answer.Headers.GetValues("Set-Cookie"));
        Assert.Contains("A return URL of 4000 characters is longer than 600", app.Log.Text, StringComparison.Ordinal);
    }

    /// <summary>A path of exactly that many characters, a quarter of them percent-encoded.</summary>
    private static string Path(string start, int length)
    {
        var path = start + string.Concat(Enumerable.Repeat("abcdefg%2F%3D", (length - start.Length) / 13));
        return path.PadRight(length, 'x');
    }
}
