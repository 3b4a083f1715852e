using System.Globalization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SamlSp.AspNetCore;
using SamlSp.Directory;

namespace SamlSp.Benchmarks;

/// <summary>The application whose connections are held open, in a process of its own.</summary>
internal static class ConnectionServer
{
    /// <summary>Serves until the process is ended.</summary>
    /// <param name="folder">A folder for the store.</param>
    /// <param name="isGuarded">Whether it has the session guard.</param>
    public static async Task<int> RunAsync(string folder, bool isGuarded)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddAuthorization();
        builder.Services.AddAuthentication().AddSamlSp(options => BenchmarkOrganization.AddTo(options, folder));
        builder.Services.AddSamlSpDirectory(options => options.ConnectionString = $"Data Source={Path.Combine(folder, "samlsp.db")}");
        await using var app = builder.Build();
        app.UseAuthentication();
        if (isGuarded)
        {
            app.UseSamlSpSessionGuard();
        }

        app.UseAuthorization();
        app.MapPost("/sign-in/{number:int}", SignInAsync);
        app.MapGet("/open", OpenAsync).RequireAuthorization();
        app.MapGet("/bytes", Bytes);
        app.MapPost(
            "/end",
            (ISessionDirectory sessions) => sessions.EndOfUnitAsync("contoso", "/", "an administrator", CancellationToken.None)
        );
        await app.StartAsync();
        System.Console.WriteLine(app.Urls.First());
        await app.WaitForShutdownAsync();
        return 0;
    }

    private static async Task SignInAsync(HttpContext context, int number)
    {
        var session = BenchmarkOrganization.CreateSession(number);
        await context.RequestServices.GetRequiredService<ISessionStore>().AddAsync(session, context.RequestAborted);
        await context.SignInAsync(SamlSpDefaults.SessionScheme, SessionCookieEvents.Reference(session), new() { AllowRefresh = false });
    }

    private static async Task OpenAsync(HttpContext context)
    {
        context.Response.ContentType = "text/event-stream";
        await context.Response.Body.FlushAsync();
        try
        {
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            // Closed.
        }
    }

    /// <summary>The bytes of objects that are in use.</summary>
    private static string Bytes()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
        return GC.GetTotalMemory(forceFullCollection: false).ToString(CultureInfo.InvariantCulture);
    }
}
