using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;
using SamlSp.AspNetCore;

namespace SamlSp.Benchmarks;

/// <summary>An application with one page for signed-in users, and one such user.</summary>
internal sealed class CookieApp : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly RequestDelegate _pipeline;
    private readonly IServiceScopeFactory _scopes;
    private readonly string _cookie;

    private CookieApp(WebApplication app, RequestDelegate pipeline, string cookie)
    {
        (_app, _pipeline, _cookie) = (app, pipeline, cookie);
        _scopes = app.Services.GetRequiredService<IServiceScopeFactory>();
    }

    public int CookieLength => _cookie.Length;

    public static async Task<CookieApp> StartAsync(Action<WebApplicationBuilder> configure, Func<HttpContext, Task> signIn)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseTestServer();
        builder.Services.AddAuthorization();
        configure(builder);
        var app = builder.Build();
        app.UseRouting();
        app.UseAuthentication();
        if (app.Services.GetService<OpenConnections>() is not null)
        {
            app.UseSamlSpSessionGuard();
        }

        app.UseAuthorization();
#pragma warning disable ASP0014 // The pipeline is built here as well, with everything in it.
        app.UseEndpoints(endpoints =>
        {
            endpoints.MapPost("/sign-in", signIn);
            endpoints.MapGet("/me", (RequestDelegate)Me).RequireAuthorization();
        });
#pragma warning restore ASP0014
        await app.StartAsync();
        var pipeline = ((IApplicationBuilder)app).Build();
        var server = app.GetTestServer();
        using var client = server.CreateClient();
        using var answer = await client.PostAsync(new Uri("/sign-in", UriKind.Relative), content: null);
        answer.EnsureSuccessStatusCode();
        var cookies = SetCookieHeaderValue.ParseList([.. answer.Headers.GetValues("Set-Cookie")]);
        return new(app, pipeline, string.Join("; ", cookies.Select(c => $"{c.Name}={c.Value}")));
    }

    /// <summary>One request: everything that the application does with it, on this thread.</summary>
    public void Request()
    {
        var context = new DefaultHttpContext { ServiceScopeFactory = _scopes };
        context.Request.Method = "GET";
        context.Request.Scheme = "http";
        context.Request.Host = new("localhost");
        context.Request.Path = "/me";
        context.Request.Headers.Cookie = _cookie;
        _pipeline(context).GetAwaiter().GetResult();
        if (context.Response.StatusCode != StatusCodes.Status204NoContent)
        {
            throw new InvalidOperationException($"The request was answered with {context.Response.StatusCode}.");
        }

        // Gives the scope of the request's services back.
        (context.Features.Get<Microsoft.AspNetCore.Http.Features.IServiceProvidersFeature>() as IDisposable)?.Dispose();
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private static Task Me(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }
}
