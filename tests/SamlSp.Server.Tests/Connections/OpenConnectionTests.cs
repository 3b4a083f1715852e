using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using SamlSp.AspNetCore;
using SamlSp.Directory;
using SamlSp.Testing;
using Xunit.Abstractions;

namespace SamlSp.Server.Tests;

/// <summary>No connection outlives its session, however that ends, on whichever node.</summary>
public sealed class OpenConnectionTests(ITestOutputHelper output) : IDisposable
{
    private const string Guest = "charlie@altostrat.com";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("samlsp-connections").FullName;
    private readonly MutableTimeProvider _clock = TestClock.Create();

    public static TheoryData<SessionEnding, int> Endings()
    {
        var endings = new TheoryData<SessionEnding, int>();
        foreach (var ending in Enum.GetValues<SessionEnding>())
        {
            endings.Add(ending, 1);
            endings.Add(ending, 2);
        }

        return endings;
    }

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        System.IO.Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [MemberData(nameof(Endings))]
    public async Task Connection_SessionEnds_IsCutBesideOneThatStays(SessionEnding ending, int nodes)
    {
        var storage = new StorageOptions { ConnectionString = $"Data Source={Path.Combine(_folder, "samlsp.db")}" };
        await AssertCutAsync(storage, ending, nodes);
    }

    /// <summary>As between a proxy and the application: one connection carries the streams of many users.</summary>
    [Fact]
    public async Task Stream_OverSharedHttp2Connection_IsCutAlone()
    {
        var storage = new StorageOptions { ConnectionString = $"Data Source={Path.Combine(_folder, "samlsp.db")}" };
        await using var node = await ConnectionNode.StartAsync(storage, _clock);
        await using var guest = await ConnectionUser.OpenAsync(node, TestIdp.Create().EntraGuest().At(_clock.GetUtcNow()));
        await using var member = await ConnectionUser.OpenAsync(node, TestIdp.Create().Member().At(_clock.GetUtcNow()));
        var connections = 0;
        using var handler = new SocketsHttpHandler
        {
            UseCookies = false,
            ConnectCallback = async (context, cancellationToken) =>
            {
                Interlocked.Increment(ref connections);
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        using var client = new HttpClient(handler) { BaseAddress = new(node.Http2Url) };
        using var ending = await EventsAsync(client, guest.Cookie);
        using var staying = await EventsAsync(client, member.Cookie);

        _clock.Advance(TimeSpan.FromHours(8));

        await Assert.ThrowsAnyAsync<IOException>(() => ReadToEndAsync(ending).WaitAsync(Limit));
        Assert.StartsWith("data: tick", await NextAsync(staying), StringComparison.Ordinal);
        Assert.Equal(1, connections);
    }

    [Fact]
    public async Task Connection_TokenRevokedOnAnotherNode_IsCutBesideThoseOfTheSession()
    {
        var storage = new StorageOptions { ConnectionString = $"Data Source={Path.Combine(_folder, "samlsp.db")}" };
        await using var acting = await ConnectionNode.StartAsync(storage, _clock);
        await using var serving = await ConnectionNode.StartAsync(storage, _clock);
        await using var user = await ConnectionUser.OpenAsync(serving, TestIdp.Create().Member().At(_clock.GetUtcNow()));
        var open = await user.PollWithTokenAsync();
        await Task.Delay(TimeSpan.FromSeconds(1));
        Assert.False(open.IsCompleted);

        var session = Assert.Single(await SessionsAsync(acting, "alice@example.com"));
        var tokens = acting.Services.GetRequiredService<ITokenDirectory>();
        var family = Assert.Single(await tokens.ListAsync("contoso", session.UserId, default));
        Assert.True(await tokens.EndAsync("contoso", session.UserId, family.Id, default));

        await open.WaitAsync(Limit);
        await user.AssertOpenAsync();
    }

    private static async Task<StreamReader> EventsAsync(HttpClient client, string cookie)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/events")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Headers.Add("Cookie", cookie);
        var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        answer.EnsureSuccessStatusCode();
        return new(await answer.Content.ReadAsStreamAsync());
    }

    private static async Task ReadToEndAsync(StreamReader events)
    {
        while (await events.ReadLineAsync() is not null) { }
    }

    private static async Task<string?> NextAsync(StreamReader events)
    {
        string? line;
        while ((line = await events.ReadLineAsync()) is "") { }

        return line;
    }

    private async Task AssertCutAsync(StorageOptions storage, SessionEnding ending, int nodes)
    {
        await using var acting = await ConnectionNode.StartAsync(storage, _clock);
        await using var other = nodes > 1 ? await ConnectionNode.StartAsync(storage, _clock) : null;
        var serving = other ?? acting;
        await using var guest = await ConnectionUser.OpenAsync(serving, TestIdp.Create().EntraGuest().At(_clock.GetUtcNow()));
        await using var member = await ConnectionUser.OpenAsync(serving, TestIdp.Create().Member().At(_clock.GetUtcNow()));
        await guest.AssertOpenAsync();
        await member.AssertOpenAsync();

        await EndAsync(acting, ending);
        var since = Stopwatch.StartNew();
        foreach (var (kind, closed) in guest.Closed)
        {
            var left = Limit - since.Elapsed;
            await closed.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero);
            output.WriteLine($"{ending}, {nodes} node(s): {kind} closed after {since.ElapsedMilliseconds} ms at most");
        }

        // Those who stay, and those who come back.
        await member.AssertOpenAsync();
        Assert.Equal(0, guest.Reconnects);
        using var again = await guest.NegotiateAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, again.StatusCode);
        var challenge = string.Join(',', again.Headers.WwwAuthenticate.Select(h => h.ToString()));
        if (ending is SessionEnding.Time)
        {
            Assert.Contains("error=\"insufficient_user_authentication\"", challenge, StringComparison.Ordinal);
            Assert.Contains("max_age=\"28800\"", challenge, StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal("Bearer", challenge);
        }
    }

    private Task EndAsync(ConnectionNode node, SessionEnding ending)
    {
        switch (ending)
        {
            case SessionEnding.Time:
                _clock.Advance(TimeSpan.FromHours(8));
                return Task.CompletedTask;
            case SessionEnding.Console:
                return EndInConsoleAsync(node);
            case SessionEnding.Provisioning:
                return TestProvisioning.DeactivateAsync(node.Url, "contoso", ConnectionNode.ProvisioningToken, "charlie");
            default:
                return LogOutAsync(node);
        }
    }

    private static async Task EndInConsoleAsync(ConnectionNode node)
    {
        var sessions = await SessionsAsync(node, Guest);
        var ended = await node
            .Services.GetRequiredService<ISessionDirectory>()
            .EndAsync("contoso", [.. sessions.Select(s => s.Id)], "an administrator", default);
        Assert.Equal(1, ended);
    }

    private static Task<IReadOnlyList<Session>> SessionsAsync(ConnectionNode node, string nameId) =>
        node.Services.GetRequiredService<ISessionStore>().ListAsync(new() { Organization = "contoso", NameId = nameId }, default);

    private static async Task LogOutAsync(ConnectionNode node)
    {
        using var client = new HttpClient { BaseAddress = new(node.Url) };
        var request = TestLogout
            .Request.Replace("alice@example.com", Guest, StringComparison.Ordinal)
            .Replace("<samlp:SessionIndex>_session1</samlp:SessionIndex>", "", StringComparison.Ordinal);
        using var answer = await client.GetAsync(new Uri("/Saml2/Logout?" + new RedirectQuery { Xml = request }, UriKind.Relative));
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }
}
