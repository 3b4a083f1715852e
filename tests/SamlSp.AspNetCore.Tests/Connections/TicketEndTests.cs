using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using SamlSp.AspNetCore.Tests.Tokens;
using SamlSp.Testing;

namespace SamlSp.AspNetCore.Tests.Connections;

/// <summary>What the framework takes for the end of a sign-in is the end of the session.</summary>
public sealed class TicketEndTests
{
    [Fact]
    public async Task Ticket_OfAGuest_ExpiresWithTheSessionByEveryScheme()
    {
        await using var app = await StartAsync();
        var browser = app.Browser();
        await browser.SignInAsync(idp => idp.EntraGuest() with { AuthnInstant = TestClock.Now });

        var ends = await (await browser.GetAsync("/ends")).Content.ReadFromJsonAsync<Ends>();

        var end = TestClock.Now.AddHours(8);
        Assert.Equal(new Ends(end, end, end, null), ends);
    }

    [Fact]
    public async Task Ticket_OfAnAccessToken_ExpiresWithTheTokenOrTheSession()
    {
        await using var app = await StartAsync();
        var client = new TokenClient(app);
        var (access, refresh) = await client.SignInAsync(idp => idp.EntraGuest() with { AuthnInstant = TestClock.Now });

        Assert.Equal(TestClock.Now.AddMinutes(10), (await EndsAsync(app, access))!.Bearer);

        app.Clock.Advance(new TimeSpan(7, 55, 0));
        (access, _) = TokenClient.Tokens(await client.RefreshAsync(refresh));
        Assert.Equal(TestClock.Now.AddHours(8), (await EndsAsync(app, access))!.Bearer);
    }

    /// <summary>The cookie outlives the session, so that the browser is sent to authenticate anew.</summary>
    [Fact]
    public async Task Cookie_AfterTheEnd_StillTellsWhichSessionEnded()
    {
        await using var app = await StartAsync();
        var browser = app.Browser();
        await browser.SignInAsync(idp => idp.EntraGuest() with { AuthnInstant = TestClock.Now });
        await browser.GetAsync("/ends");
        app.Clock.Advance(TimeSpan.FromDays(30));

        var (_, _, request) = await browser.StartAsync();

        Assert.Equal("true", request.Attribute("ForceAuthn")?.Value);
    }

    private static Task<TestApp> StartAsync() =>
        TestApp.StartAsync(map: app =>
            app.MapGet(
                "/ends",
                async context =>
                    await context.Response.WriteAsJsonAsync(
                        new Ends(
                            context.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult?.Properties?.ExpiresUtc,
                            await EndAsync(context, SamlSpDefaults.SessionScheme),
                            await EndAsync(context, SamlSpDefaults.AuthenticationScheme),
                            await EndAsync(context, SamlSpDefaults.BearerScheme)
                        )
                    )
            )
        );

    private static async Task<DateTimeOffset?> EndAsync(HttpContext context, string scheme) =>
        (await context.AuthenticateAsync(scheme)).Properties?.ExpiresUtc;

    private static async Task<Ends?> EndsAsync(TestApp app, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/ends");
        request.Headers.Authorization = new("Bearer", token);
        using var browser = app.Browser();
        using var answer = await browser.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<Ends>();
    }

    private sealed record Ends(DateTimeOffset? Default, DateTimeOffset? Cookie, DateTimeOffset? Scheme, DateTimeOffset? Bearer);
}
