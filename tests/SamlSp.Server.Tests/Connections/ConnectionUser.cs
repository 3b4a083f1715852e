using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using SamlSp.AspNetCore;
using SamlSp.Directory;
using SamlSp.Testing;

namespace SamlSp.Server.Tests;

/// <summary>A user who is signed in, with connections open to a node.</summary>
internal sealed class ConnectionUser : IAsyncDisposable
{
    private readonly ConnectionNode _node;
    private readonly string _cookie;
    private readonly HttpClient _client;
    private readonly ClientWebSocket _socket = new();
    private readonly List<HubConnection> _hubs = [];
    private readonly Dictionary<string, Task> _closed = [];
    private long _events;
    private int _reconnects;

    private ConnectionUser(ConnectionNode node, string cookie)
    {
        (_node, _cookie) = (node, cookie);
        _client = new() { BaseAddress = new(node.Url), Timeout = Timeout.InfiniteTimeSpan };
        _client.DefaultRequestHeaders.Add("Cookie", cookie);
    }

    /// <summary>The session's cookie.</summary>
    public string Cookie => _cookie;

    /// <summary>When each of the connections is closed.</summary>
    public IReadOnlyDictionary<string, Task> Closed => _closed;

    /// <summary>
    /// How often a hub's client tried to come back by itself, or did come back. By long polling only the latter: an end between two polls
    /// closes nothing, the next poll gets 401, and so does each attempt of the client to connect again.
    /// </summary>
    public int Reconnects => _reconnects;

    /// <summary>Signs a user in, and opens every kind of connection.</summary>
    public static async Task<ConnectionUser> OpenAsync(ConnectionNode node, TestIdp who)
    {
        using var handler = new HttpClientHandler { UseCookies = false, AllowAutoRedirect = false };
        using var client = new HttpClient(handler) { BaseAddress = new(node.Url) };
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("SAMLResponse", who.Unsolicited().SignedResponse().ToFormValue())]);
        using var answer = await client.PostAsync(new Uri("/Saml2/Acs", UriKind.Relative), form);
        var cookie = answer
            .Headers.GetValues("Set-Cookie")
            .First(c => c.StartsWith("__Host-" + SamlSpDefaults.SessionScheme, StringComparison.Ordinal));
        var user = new ConnectionUser(node, cookie.Split(';')[0]);
        await user.OpenAsync();
        return user;
    }

    /// <summary>Whether each connection still transports something.</summary>
    public async Task AssertOpenAsync()
    {
        Assert.All(_closed, c => Assert.False(c.Value.IsCompleted, c.Key + " is closed."));
        foreach (var hub in _hubs)
        {
            Assert.Equal("hello", await hub.InvokeAsync<string>("Echo", "hello"));
        }

        await _socket.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Text, true, default);
        var seen = Interlocked.Read(ref _events);
        await Eventually.HoldsAsync(() => Task.FromResult(Interlocked.Read(ref _events) > seen + 1), TimeSpan.FromSeconds(5), "events");
        Assert.All(_closed, c => Assert.False(c.Value.IsCompleted, c.Key + " is closed."));
    }

    /// <summary>What a client is told that opens a hub's connection again.</summary>
    public async Task<HttpResponseMessage> NegotiateAsync() => await _client.PostAsync(new Uri("/hub/negotiate", UriKind.Relative), null);

    /// <summary>A request with an access token of this session that stays open until it is cut.</summary>
    public async Task<Task> PollWithTokenAsync()
    {
        var token = await _client.GetStringAsync(new Uri("/token", UriKind.Relative));
        var client = new HttpClient { BaseAddress = _client.BaseAddress };
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return PollAsync(client, "/poll-api");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var hub in _hubs)
        {
            await hub.DisposeAsync();
        }

        _socket.Dispose();
        _client.Dispose();
    }

    private async Task OpenAsync()
    {
        // (1) Hubs, by each transport.
        foreach (var transport in new[] { HttpTransportType.WebSockets, HttpTransportType.ServerSentEvents, HttpTransportType.LongPolling })
        {
            await OpenHubAsync(transport);
        }

        // (2) A WebSocket.
        _socket.Options.SetRequestHeader("Cookie", _cookie);
        await _socket.ConnectAsync(new Uri(_node.Url.Replace("http:", "ws:", StringComparison.Ordinal) + "/socket"), default);
        _closed["WebSocket"] = ReceiveAsync();

        // (3) An event stream.
        var stream = new StreamReader(await _client.GetStreamAsync(new Uri("/events", UriKind.Relative)));
        Assert.Equal("data: tick 0", await stream.ReadLineAsync());
        _closed["event stream"] = ReadAsync(stream);

        // (4) A long poll.
        _closed["long poll"] = PollAsync(_client, "/poll");
    }

    private async Task OpenHubAsync(HttpTransportType transport)
    {
        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var hub = new HubConnectionBuilder()
            .WithUrl(
                _node.Url + "/hub",
                options =>
                {
                    options.Headers["Cookie"] = _cookie;
                    options.Transports = transport;
                }
            )
            .WithAutomaticReconnect()
            .Build();
        hub.Reconnecting += _ =>
        {
            if (transport == HttpTransportType.LongPolling)
            {
                closed.TrySetResult();
            }
            else
            {
                Interlocked.Increment(ref _reconnects);
            }

            return Task.CompletedTask;
        };
        hub.Reconnected += _ =>
        {
            Interlocked.Increment(ref _reconnects);
            return Task.CompletedTask;
        };
        hub.Closed += _ =>
        {
            closed.TrySetResult();
            return Task.CompletedTask;
        };
        await hub.StartAsync();
        _hubs.Add(hub);
        _closed["hub by " + transport] = closed.Task;
    }

    private async Task ReceiveAsync()
    {
        var buffer = new byte[256];
        try
        {
            while ((await _socket.ReceiveAsync(buffer, default)).MessageType != WebSocketMessageType.Close) { }
        }
        catch (WebSocketException)
        {
            // Aborted.
        }
    }

    private async Task ReadAsync(StreamReader stream)
    {
        try
        {
            while (await stream.ReadLineAsync() is not null)
            {
                Interlocked.Increment(ref _events);
            }
        }
        catch (IOException)
        {
            // Aborted.
        }
    }

    private static async Task PollAsync(HttpClient client, string path)
    {
        try
        {
            using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        }
        catch (HttpRequestException)
        {
            // Aborted.
        }
    }
}
