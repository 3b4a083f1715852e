using System.Diagnostics;
using SamlSp.Directory;
using SamlSp.Testing;

namespace SamlSp.Server.Tests;

/// <summary>WebSockets of an application that knows nothing of SamlSp, behind each kind of proxy.</summary>
public sealed class ProxiedSocketTests : IDisposable
{
    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("samlsp-proxied").FullName;
    private readonly MutableTimeProvider _clock = TestClock.Create();

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        System.IO.Directory.Delete(_folder, recursive: true);
    }

    /// <summary>nginx asks once, when it opens. What docs/gateway.md says of the rest is what it does.</summary>
    [NginxFact]
    public async Task WebSocket_BehindNginx_OutlivesItsSessionUntilATimeoutOfNginx()
    {
        await using var node = await StartAsync();
        await using var application = await PlainApplication.StartAsync();
        await using var nginx = await NginxProxy.StartAsync(_folder, node.Url, application.Url);
        await using var guest = await ConnectionUser.OpenAsync(node, TestIdp.Create().EntraGuest().At(_clock.GetUtcNow()));
        using var silent = await EchoSocket.OpenAsync(nginx.Url, guest.Cookie);
        using var talking = await EchoSocket.OpenAsync(nginx.Url, guest.Cookie);
        Assert.True(await silent.TalkAsync());

        // (1) While it talks, nothing ends it: neither the end of the session nor the read timeout.
        _clock.Advance(TimeSpan.FromHours(8));
        var closed = silent.ClosedAsync();
        var since = Stopwatch.StartNew();
        while (since.Elapsed < TimeSpan.FromSeconds(4))
        {
            Assert.True(await talking.TalkAsync());
            await Task.Delay(200);
        }

        // (2) One without traffic is ended by proxy_read_timeout, and no new one is opened.
        Assert.True(closed.IsCompleted);
        await Assert.ThrowsAnyAsync<System.Net.WebSockets.WebSocketException>(() => EchoSocket.OpenAsync(nginx.Url, guest.Cookie));

        // (3) A reload ends it after worker_shutdown_timeout.
        await nginx.ReloadAsync();
        await Eventually.HoldsAsync(async () => !await talking.TalkAsync(), TimeSpan.FromSeconds(5), "the end by a reload");
    }

    /// <summary>YARP is middleware behind the guard.</summary>
    [Fact]
    public async Task WebSocket_BehindYarp_IsCutWithItsSession()
    {
        await using var application = await PlainApplication.StartAsync();
        await using var node = await StartAsync(application.Url);
        await using var guest = await ConnectionUser.OpenAsync(node, TestIdp.Create().EntraGuest().At(_clock.GetUtcNow()));
        await using var member = await ConnectionUser.OpenAsync(node, TestIdp.Create().Member().At(_clock.GetUtcNow()));
        var url = node.Url.Replace("http:", "ws:", StringComparison.Ordinal) + "/proxied";
        using var ending = await EchoSocket.OpenAsync(url, guest.Cookie);
        using var staying = await EchoSocket.OpenAsync(url, member.Cookie);
        Assert.True(await ending.TalkAsync());
        Assert.True(await staying.TalkAsync());

        _clock.Advance(TimeSpan.FromHours(8));

        await ending.ClosedAsync().WaitAsync(TimeSpan.FromSeconds(2));
        Assert.True(await staying.TalkAsync());
    }

    private Task<ConnectionNode> StartAsync(string? application = null) =>
        ConnectionNode.StartAsync(
            new StorageOptions { ConnectionString = $"Data Source={Path.Combine(_folder, "samlsp.db")}" },
            _clock,
            application
        );
}
