using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using SamlSp.Testing;

namespace SamlSp.AspNetCore.Tests;

/// <summary>Whether users can sign in, as the health checks judge it from what became of the last sign-ins.</summary>
public sealed class SignInWatchTests
{
    [Fact]
    public async Task SignInHealth_HalfOfTheUsersRefused_IsDegradedForFiveMinutes()
    {
        await using var app = await TestApp.StartAsync();
        for (var user = 0; user < 3; user++)
        {
            Assert.Equal(HttpStatusCode.SeeOther, await SignInAsync(app, "good" + user, late: 0));
        }

        for (var user = 0; user < 2; user++)
        {
            Assert.Equal(HttpStatusCode.Forbidden, await SignInAsync(app, "bad" + user, late: 4200 + user));
        }

        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(app, "sign_ins")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, await SignInAsync(app, "bad2", late: 4202));
        var entry = await CheckAsync(app, "sign_ins");
        Assert.Equal(HealthStatus.Degraded, entry.Status);
        Assert.Equal("contoso: 3 of 6 sign-ins in 5 minutes were refused: expired 3", entry.Description);
        app.Clock.Advance(SignInWatch.Window);
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(app, "sign_ins")).Status);
    }

    [Fact]
    public async Task SignInHealth_PostsOfStrangers_DoNotCount()
    {
        await using var app = await TestApp.StartAsync();
        for (var i = 0; i < 5; i++)
        {
            var forged = TestIdp.Create().At(app.Clock.GetUtcNow()).Member().Unsolicited().SignWith(TestCertificates.Untrusted);
            var answer = await app.Browser().PostAsync(forged, relayState: null);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }

        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(app, "sign_ins")).Status);
    }

    [Fact]
    public async Task ClockHealth_RefusedAnswersToOwnRequests_AreSampled()
    {
        await using var app = await TestApp.StartAsync();
        for (var user = 0; user < ClockWatch.Enough; user++)
        {
            Assert.Equal(HttpStatusCode.Forbidden, await SignInAsync(app, "user" + user, late: 4200 - user));
        }

        var entry = await CheckAsync(app, "clock");
        Assert.Equal("this clock is 4198 seconds ahead of the identity providers'", entry.Description);
    }

    [Fact]
    public void ClockHealth_OldAnswerSentAgain_IsNoWrongClock()
    {
        var clock = TestClock.Create();
        var watch = new ClockWatch(clock);
        for (var i = 0; i < 5; i++)
        {
            // Without a request, and with one that is as old as the answer.
            watch.NoteRefused(clock.GetUtcNow().AddHours(-2).AddSeconds(i), pending: null);
        }

        Assert.Null(watch.Ahead());

        // One message of the future that is sent five times is one.
        for (var i = 0; i < 5; i++)
        {
            watch.NoteRefused(clock.GetUtcNow().AddHours(2), pending: null);
        }

        Assert.Null(watch.Ahead());
    }

    [Fact]
    public async Task Refusal_ForTheClock_SaysSoToTheUser()
    {
        await using var app = await TestApp.StartAsync();
        var browser = app.Browser();
        var (id, relayState, _) = await browser.StartAsync();
        var late = await browser.PostAsync(TestIdp.Create().At(app.Clock.GetUtcNow().AddMinutes(-70)).Member().Answering(id), relayState);
        var page = WebUtility.HtmlDecode(await late.Content.ReadAsStringAsync());
        Assert.Contains("This is not your fault. Our clock and the clock", page, StringComparison.Ordinal);
        Assert.Contains(
            "this server's clock is at least 70 minutes ahead of the identity provider's",
            app.Log.Text,
            StringComparison.Ordinal
        );

        // A forged one with the same times is told nothing.
        (id, relayState, _) = await browser.StartAsync();
        var forged = TestIdp.Create().At(app.Clock.GetUtcNow().AddMinutes(-70)).Member().Answering(id).SignWith(TestCertificates.Untrusted);
        page = await (await browser.PostAsync(forged, relayState)).Content.ReadAsStringAsync();
        Assert.DoesNotContain("This is not your fault", page, StringComparison.Ordinal);
    }

    private static async Task<HttpStatusCode> SignInAsync(TestApp app, string name, int late)
    {
        var browser = app.Browser();
        var (id, relayState, _) = await browser.StartAsync();
        var idp = TestIdp.Create().At(app.Clock.GetUtcNow().AddSeconds(-late)).Member(name).Answering(id);
        return (await browser.PostAsync(idp, relayState)).StatusCode;
    }

    private static async Task<HealthReportEntry> CheckAsync(TestApp app, string name) =>
        (await app.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(check => check.Name == name)).Entries[name];
}
