using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace SamlSp.AspNetCore.Tests;

/// <summary>A web server on loopback that serves metadata, or misbehaves as a test demands.</summary>
internal sealed class MetadataServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _requests;

    private MetadataServer(WebApplication app) => _app = app;

    public string Url { get; private set; } = "";

    public int Requests => _requests;

    /// <summary>How it answers.</summary>
    public Func<HttpContext, Task> Answer { get; set; } = _ => Task.CompletedTask;

    public static async Task<MetadataServer> StartAsync(byte[] document)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new MetadataServer(builder.Build());
        server.Serve(document);
        server._app.Run(context =>
        {
            Interlocked.Increment(ref server._requests);
            return server.Answer(context);
        });
        await server._app.StartAsync();
        server.Url =
            server
                ._app.Services.GetRequiredService<Microsoft.AspNetCore.Hosting.Server.IServer>()
                .Features.Get<IServerAddressesFeature>()!
                .Addresses.First() + "/metadata";
        return server;
    }

    public void Serve(byte[] document) => Answer = context => context.Response.Body.WriteAsync(document, context.RequestAborted).AsTask();

    public void Redirect(string location) =>
        Answer = context =>
        {
            if (context.Request.Path == "/metadata")
            {
                context.Response.Redirect(location);
            }

            return Task.CompletedTask;
        };

    public void Hang() => Answer = context => Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);

    /// <summary>A gigabyte, without saying so beforehand.</summary>
    public void SendAGigabyte() =>
        Answer = async context =>
        {
            var piece = new byte[1024 * 1024];
            Array.Fill(piece, (byte)' ');
            for (var i = 0; i < 1024; i++)
            {
                await context.Response.Body.WriteAsync(piece, context.RequestAborted);
            }
        };

    /// <summary>A byte now and then, for ever.</summary>
    public void Drip() =>
        Answer = async context =>
        {
            while (true)
            {
                await context.Response.Body.WriteAsync(" "u8.ToArray(), context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                await Task.Delay(50, context.RequestAborted);
            }
        };

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(0);
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }
}
