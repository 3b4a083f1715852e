using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using SamlSp.Testing;

namespace SamlSp.AspNetCore.Tests;

/// <summary>Our clock, compared with those of the identity providers.</summary>
public sealed class ClockWatchTests
{
    [Theory]
    [InlineData(0, HealthStatus.Healthy)]
    [InlineData(60, HealthStatus.Healthy)]
    [InlineData(61, HealthStatus.Degraded)]
    [InlineData(-60, HealthStatus.Healthy)]
    [InlineData(-61, HealthStatus.Degraded)]
    public async Task ClockHealth_MoreThanAMinuteOff_IsDegraded(int ahead, HealthStatus expected)
    {
        var clock = TestClock.Create();
        var watch = new ClockWatch(clock);
        for (var i = 0; i < ClockWatch.Enough; i++)
        {
            watch.Note(clock.GetUtcNow().AddSeconds(-ahead));
        }

        var result = await new ClockHealthCheck(watch).CheckHealthAsync(new());
        Assert.Equal(expected, result.Status);
        if (expected != HealthStatus.Healthy)
        {
            Assert.Equal($"this clock is 61 seconds {(ahead > 0 ? "ahead of" : "behind")} the identity providers'", result.Description);
        }
    }

    [Fact]
    public void ClockHealth_SlowUsers_AreNotTakenForAWrongClock()
    {
        var clock = TestClock.Create();
        var watch = new ClockWatch(clock);
        for (var i = 1; i < ClockWatch.Enough; i++)
        {
            watch.Note(clock.GetUtcNow().AddSeconds(-150));
        }

        Assert.Null(watch.Ahead());
        watch.Note(clock.GetUtcNow().AddSeconds(-2));
        Assert.Equal(TimeSpan.FromSeconds(2), watch.Ahead());
    }

    [Fact]
    public void ClockHealth_OldSamples_DoNotCount()
    {
        var clock = TestClock.Create();
        var watch = new ClockWatch(clock);
        watch.Note(clock.GetUtcNow());
        for (var i = 0; i < ClockWatch.Samples; i++)
        {
            watch.Note(clock.GetUtcNow().AddSeconds(-90));
        }

        Assert.Equal(TimeSpan.FromSeconds(90), watch.Ahead());
        clock.Advance(TimeSpan.FromHours(1));
        Assert.Null(watch.Ahead());
    }

    [Fact]
    public async Task ClockHealth_AcceptedSignIns_AreSampled()
    {
        await using var app = await TestApp.StartAsync();
        for (var i = 0; i < ClockWatch.Enough; i++)
        {
            var browser = app.Browser();
            var (id, relayState, _) = await browser.StartAsync();
            var signedIn = await browser.PostAsync(
                TestIdp.Create().At(app.Clock.GetUtcNow().AddSeconds(-100)).Member().Answering(id),
                relayState
            );
            Assert.Equal(System.Net.HttpStatusCode.SeeOther, signedIn.StatusCode);
        }

        var report = await app.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(check => check.Name == "clock");
        Assert.Equal("this clock is 100 seconds ahead of the identity providers'", report.Entries["clock"].Description);
        Assert.Equal(HealthStatus.Degraded, report.Status);
    }
}
