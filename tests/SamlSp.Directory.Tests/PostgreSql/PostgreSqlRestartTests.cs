using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using SamlSp.AspNetCore;

namespace SamlSp.Directory.Tests;

/// <summary>A server that stops and starts again; only this class uses it.</summary>
public sealed class PostgreSqlRestartTests(PostgreSqlServer server) : IClassFixture<PostgreSqlServer>
{
    [PostgreSqlFact]
    public async Task PostgreSql_ServerRestarted_LosesNothing()
    {
        await using var here = await TestStore.On(await server.NewDatabaseAsync()).StartAsync();
        var listener = await here.WaitForListenerAsync();
        await here.Sessions.AddAsync(SampleData.Session(), default);
        await here.UsedIds.TryAddAsync("a", "_1", here.Clock.GetUtcNow().AddHours(1), default);
        await server.StopAsync();
        await server.StartAsync();

        // The pool's connections are closed, and no code has noticed yet.
        Assert.False(await here.UsedIds.TryAddAsync("a", "_1", here.Clock.GetUtcNow().AddHours(1), default));
        await using var fresh = here.Another();
        Assert.NotNull(await fresh.Sessions.FindAsync(SampleData.Session().Id, default));
        Assert.NotEqual(listener, await here.WaitForListenerAsync(listener));
    }

    [PostgreSqlFact]
    public async Task PostgreSql_ServerDown_NodeIsUnreadyAndKnownSessionsContinue()
    {
        await using var here = await TestStore.On(await server.NewDatabaseAsync()).StartAsync();
        Assert.True(await here.Feed.PollAsync(default));
        await here.Sessions.AddAsync(SampleData.Session(), default);
        Assert.Equal(HealthStatus.Healthy, await HealthAsync(here));
        await server.StopAsync();
        try
        {
            Assert.Equal(HealthStatus.Unhealthy, await HealthAsync(here));
            here.Clock.Advance(TimeSpan.FromSeconds(5));
            Assert.NotNull(await here.Sessions.FindAsync(SampleData.Session().Id, default));
            await Assert.ThrowsAsync<StoreUnavailableException>(() => here.Sessions.FindAsync("unknown", default).AsTask());
            await Assert.ThrowsAsync<StoreUnavailableException>(() =>
                here.UsedIds.TryAddAsync("a", "_2", here.Clock.GetUtcNow(), default).AsTask()
            );
            await Assert.ThrowsAsync<StoreUnavailableException>(() =>
                here.Users.SignInAsync(SampleData.Organization(), SampleData.Alice, default)
            );
        }
        finally
        {
            await server.StartAsync();
        }

        Assert.Equal(HealthStatus.Healthy, await HealthAsync(here));
        Assert.True((await here.Users.SignInAsync(SampleData.Organization(), SampleData.Alice, default)).Succeeded);
    }

    private static async Task<HealthStatus> HealthAsync(TestStore store) =>
        (
            await store
                .Services.GetRequiredService<HealthCheckService>()
                .CheckHealthAsync(r => r.Name == SamlSpDirectoryDefaults.HealthCheckName)
        ).Status;
}
