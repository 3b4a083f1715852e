using System.Net;
using SamlSp.Testing;

namespace SamlSp.AspNetCore.Tests;

/// <summary>A sign-in for an application on its own host. A browser object here is a browser's cookies at one host.</summary>
public sealed class GatewayHandoverTests
{
    private const string App = "https://app.example.com";

    [Fact]
    public async Task GatewayHandover_SignInOnOurHost_SignsInOnTheApplicationHost()
    {
        await using var app = await StartAsync();
        var (ours, theirs) = (app.Browser(), app.Browser());
        var landing = await SignInAsync(app, ours, theirs);
        Assert.StartsWith(App + "/auth/landing?ticket=", landing, StringComparison.Ordinal);

        var landed = await theirs.GetAsync(landing);
        Assert.Equal(HttpStatusCode.SeeOther, landed.StatusCode);
        Assert.Equal("/wiki?page=1", landed.Headers.Location!.OriginalString);
        Assert.Equal("no-referrer", string.Concat(landed.Headers.GetValues("Referrer-Policy")));
        Assert.Equal("charlie_altostrat.com@example.com", GatewayTests.Header(await theirs.GetAsync(App + "/auth"), GatewayHeaders.NameId));

        // Back in the browser's history: no second sign-in, and no error either.
        Assert.Equal("/wiki?page=1", (await theirs.GetAsync(landing)).Headers.Location!.OriginalString);

        // It is one session: signing out on our host ends it on the application's.
        await ours.GetAsync("/logout");
        Assert.Equal(HttpStatusCode.Unauthorized, (await theirs.GetAsync(App + "/auth")).StatusCode);
    }

    [Fact]
    public async Task GatewayTicket_AnotherBrowser_IsRefused()
    {
        await using var app = await StartAsync();
        var (ours, theirs, other) = (app.Browser(), app.Browser(), app.Browser());
        var landing = await SignInAsync(app, ours, theirs);

        // Another browser, with its own cookie and without one: a link cannot sign a user in as another user.
        await RefusedAsync(app, await other.GetAsync(landing));
        await StartAtAppAsync(other);
        await RefusedAsync(app, await other.GetAsync(landing));
        Assert.DoesNotContain(TestBrowser.SessionCookie, other.Cookies.Keys);
        Assert.Equal(HttpStatusCode.SeeOther, (await theirs.GetAsync(landing)).StatusCode);
    }

    [Fact]
    public async Task GatewayTicket_SecondUseOtherHostOrLate_IsRefused()
    {
        await using var app = await StartAsync();
        var (ours, theirs) = (app.Browser(), app.Browser());
        var first = await SignInAsync(app, ours, theirs);
        await RefusedAsync(app, await theirs.GetAsync(first.Replace("app.example.com", "shop.example.com", StringComparison.Ordinal)));
        await RefusedAsync(app, await theirs.GetAsync(first[..^2] + (first[^2] == 'A' ? "B" : "A") + first[^1]));
        Assert.Equal(HttpStatusCode.SeeOther, (await theirs.GetAsync(first)).StatusCode);
        theirs.Cookies.Remove(TestBrowser.SessionCookie);
        await RefusedAsync(app, await theirs.GetAsync(first));

        var late = (await ours.GetAsync(await StartAtAppAsync(theirs))).Headers.Location!.OriginalString;
        app.Clock.Advance(TimeSpan.FromSeconds(60));
        await RefusedAsync(app, await theirs.GetAsync(late));
    }

    [Theory]
    [InlineData("evil.example", "/")]
    [InlineData("app.example.com.evil.example", "/")]
    [InlineData("app.example.com@evil.example", "/")]
    [InlineData("", "/")]
    public async Task GatewayReturn_UnknownHost_IsRefused(string host, string path)
    {
        await using var app = await StartAsync();
        var ours = app.Browser();
        await ours.SignInAsync(GatewayTests.Guest);
        var answer = await ours.GetAsync(
            $"/auth/return?host={Uri.EscapeDataString(host)}&path={Uri.EscapeDataString(path)}&browser={new string('a', 64)}"
        );
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Null(answer.Headers.Location);
    }

    [Theory]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("https://evil.example/")]
    public async Task GatewayReturn_PathThatLeavesTheHost_BecomesTheRoot(string path)
    {
        await using var app = await StartAsync();
        var (ours, theirs) = (app.Browser(), app.Browser());
        await ours.SignInAsync(GatewayTests.Guest);
        var started = await StartAtAppAsync(theirs);
        var answer = await ours.GetAsync(
            started.Replace(Uri.EscapeDataString("/wiki?page=1"), Uri.EscapeDataString(path), StringComparison.Ordinal)
        );
        Assert.Equal("/", (await theirs.GetAsync(answer.Headers.Location!.OriginalString)).Headers.Location!.OriginalString);
    }

    private static Task<TestApp> StartAsync() =>
        GatewayTests.StartAsync(options => options.Gateway.ReturnHosts = ["app.example.com", "shop.example.com"]);

    /// <summary>The proxy of the application asks; returns where it sends the browser.</summary>
    private static async Task<string> StartAtAppAsync(TestBrowser theirs)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, App + "/auth")
        {
            Headers = { { "X-Original-URL", App + "/wiki?page=1" } },
        };
        var url = GatewayTests.Header(await theirs.SendAsync(request), GatewayHeaders.SignIn)!;
        Assert.StartsWith(TestSp.BaseUrl + "/auth/return?", url, StringComparison.Ordinal);
        return url;
    }

    /// <summary>Signs in on our host; returns where the browser is sent on the application's.</summary>
    private static async Task<string> SignInAsync(TestApp app, TestBrowser ours, TestBrowser theirs)
    {
        var path = (await StartAtAppAsync(theirs))[TestSp.BaseUrl.Length..];
        var started = await ours.GetAsync(path);
        Assert.Equal(HttpStatusCode.Redirect, started.StatusCode);
        var (id, relayState, _) = TestBrowser.Read(started.Headers.Location!);
        var signedIn = await ours.PostAsync(GatewayTests.Guest(TestIdp.Create().At(app.Clock.GetUtcNow())).Answering(id), relayState);
        Assert.Equal(path, signedIn.Headers.Location!.OriginalString);
        return (await ours.GetAsync(path)).Headers.Location!.OriginalString;
    }

    private static async Task RefusedAsync(TestApp app, HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains(
            $"Refused: {GatewayRefusalCodes.TicketInvalid}, reference {TestBrowser.Reference(await answer.Content.ReadAsStringAsync())}",
            app.Log.Text,
            StringComparison.Ordinal
        );
    }
}
