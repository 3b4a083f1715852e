using System.Net.WebSockets;

namespace SamlSp.Server.Tests;

/// <summary>The client's side of a WebSocket that echoes.</summary>
internal sealed class EchoSocket : IDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[256];

    public static async Task<EchoSocket> OpenAsync(string url, string cookie)
    {
        var socket = new EchoSocket();
        socket._socket.Options.SetRequestHeader("Cookie", cookie);
        await socket._socket.ConnectAsync(new Uri(url + "/socket"), default);
        return socket;
    }

    /// <summary>Sends a message and waits for the answer; returns whether there is one.</summary>
    public async Task<bool> TalkAsync()
    {
        try
        {
            await _socket.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Text, true, default);
            return (await _socket.ReceiveAsync(_buffer, default)).MessageType == WebSocketMessageType.Text;
        }
        catch (WebSocketException)
        {
            return false;
        }
    }

    /// <summary>Waits without a word until it is closed.</summary>
    public async Task ClosedAsync()
    {
        try
        {
            while ((await _socket.ReceiveAsync(_buffer, default)).MessageType != WebSocketMessageType.Close) { }
        }
        catch (WebSocketException)
        {
            // Aborted.
        }
    }

    public void Dispose() => _socket.Dispose();
}
