using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SamlSp.Server.Tests;

/// <summary>An application that knows nothing of SamlSp. It answers each WebSocket message with the same text.</summary>
internal sealed class PlainApplication : IAsyncDisposable
{
    private readonly WebApplication _app;

    private PlainApplication(WebApplication app) => _app = app;

    public string Url => _app.Urls.First();

    public static async Task<PlainApplication> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.UseWebSockets();
        app.MapGet("/socket", EchoAsync);
        await app.StartAsync();
        return new(app);
    }

    /// <summary>Answers each message of a WebSocket with the same text.</summary>
    public static async Task EchoAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var buffer = new byte[256];
        while (await socket.ReceiveAsync(buffer, CancellationToken.None) is { MessageType: WebSocketMessageType.Text } received)
        {
            await socket.SendAsync(buffer.AsMemory(0, received.Count), WebSocketMessageType.Text, true, CancellationToken.None);
        }
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
