using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SamlSp.Deployment.Tests;

/// <summary>A receiver of OTLP over HTTP that keeps every text in what it is sent: names, attributes, values.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, byte>> _texts = new(StringComparer.Ordinal);

    private OtlpReceiver(WebApplication app) => _app = app;

    public string Url { get; private set; } = "";

    public IReadOnlyCollection<string> Metrics => Texts("/v1/metrics");

    public IReadOnlyCollection<string> Traces => Texts("/v1/traces");

    public static async Task<OtlpReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var receiver = new OtlpReceiver(builder.Build());
        receiver._app.MapPost("/v1/{signal}", receiver.TakeAsync);
        await receiver._app.StartAsync();
        receiver.Url = receiver._app.Services.GetService(typeof(Microsoft.AspNetCore.Hosting.Server.IServer))
            is Microsoft.AspNetCore.Hosting.Server.IServer server
            ? server.Features.Get<IServerAddressesFeature>()!.Addresses.Single()
            : "";
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private IReadOnlyCollection<string> Texts(string path) => _texts.TryGetValue(path, out var texts) ? [.. texts.Keys] : [];

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var texts = _texts.GetOrAdd(context.Request.Path, _ => new(StringComparer.Ordinal));
        Collect(body.ToArray(), texts);
        context.Response.ContentType = "application/x-protobuf";
    }

    /// <summary>Walks through a protobuf message without its schema: whatever has a length is a text, a message, or both.</summary>
    private static bool Collect(ReadOnlySpan<byte> message, ConcurrentDictionary<string, byte> texts)
    {
        while (message.Length > 0)
        {
            if (!TryNumber(ref message, out var key) || key >> 3 == 0)
            {
                return false;
            }

            switch (key & 7)
            {
                case 0:
                    if (!TryNumber(ref message, out _))
                    {
                        return false;
                    }

                    break;
                case 1 or 5:
                    var size = (key & 7) == 1 ? 8 : 4;
                    if (message.Length < size)
                    {
                        return false;
                    }

                    message = message[size..];
                    break;
                case 2:
                    if (!TryNumber(ref message, out var length) || length > (ulong)message.Length)
                    {
                        return false;
                    }

                    var part = message[..(int)length];
                    message = message[(int)length..];
                    if (part.Length > 0 && part.IndexOfAnyInRange((byte)0, (byte)31) < 0)
                    {
                        texts.TryAdd(Encoding.UTF8.GetString(part), 0);
                    }

                    Collect(part, texts);
                    break;
                default:
                    return false;
            }
        }

        return true;
    }

    private static bool TryNumber(ref ReadOnlySpan<byte> message, out ulong number)
    {
        number = 0;
        for (var i = 0; i < 10 && i < message.Length; i++)
        {
            number |= (ulong)(message[i] & 0x7F) << (7 * i);
            if (message[i] >= 0x80)
            {
                continue;
            }

            message = message[(i + 1)..];
            return true;
        }

        return false;
    }
}
