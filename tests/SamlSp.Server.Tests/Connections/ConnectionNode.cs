using System.Net;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SamlSp.AspNetCore;
using SamlSp.Directory;
using SamlSp.Scim;
using SamlSp.Testing;
using Yarp.ReverseProxy.Configuration;

namespace SamlSp.Server.Tests;

/// <summary>A node of an application with a hub, a WebSocket, an event stream and a long poll, on a socket of its own.</summary>
internal sealed class ConnectionNode : IAsyncDisposable
{
    public const string ProvisioningToken = "contoso-secret-token-0123456789abcdef";

    private readonly WebApplication _app;

    private static RouteConfig Route =>
        new()
        {
            RouteId = "application",
            ClusterId = "application",
            Match = new() { Path = "/proxied/{**path}" },
            Transforms = [new Dictionary<string, string> { ["PathRemovePrefix"] = "/proxied" }],
        };

    private ConnectionNode(WebApplication app) => _app = app;

    public IServiceProvider Services => _app.Services;

    public string Url => _app.Urls.First();

    /// <summary>The address for HTTP/2 without TLS.</summary>
    public string Http2Url => _app.Urls.Last();

    /// <summary>Starts a node.</summary>
    /// <param name="storage">The store, which other nodes may share.</param>
    /// <param name="clock">The time.</param>
    /// <param name="application">An application behind it, by YARP; null for none.</param>
    public static async Task<ConnectionNode> StartAsync(StorageOptions storage, TimeProvider clock, string? application = null)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
        });
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(clock);
        builder.Services.AddAuthorization();
        builder.Services.AddSignalR();
        builder
            .Services.AddAuthentication()
            .AddSamlSp(options =>
            {
                options.BaseUrl = TestSp.BaseUrl;
                options.Organizations["contoso"] = new()
                {
                    Domains = [TestTenant.PrimaryDomain],
                    PrimaryDomain = TestTenant.PrimaryDomain,
                    TenantDomain = TestTenant.Domain,
                    Connection = { AllowUnsolicited = true },
                    Provisioning = { Tokens = [ProvisioningToken] },
                };
            });
        builder.Services.AddSamlSpDirectory(storage);
        builder.Services.AddSamlSpScim();
        builder.Services.AddSingleton<IIdentityProviderMetadataSource, Metadata>();
        builder.Services.AddSamlSpGateway();
        builder.Services.AddReverseProxy().LoadFromMemory([Route], [Cluster(application ?? "http://127.0.0.1:1")]);
        var app = builder.Build();
        app.UseAuthentication();
        app.UseSamlSpSessionGuard();
        app.UseAuthorization();
        app.UseWebSockets();
        app.MapSamlSp();
        app.MapSamlSpScim();
        app.MapSamlSpGateway();
        app.MapReverseProxy().RequireAuthorization();
        app.MapHub<EchoHub>("/hub").RequireAuthorization();
        app.MapGet("/socket", PlainApplication.EchoAsync).RequireAuthorization();
        app.MapGet("/events", (HttpContext context) => TypedResults.ServerSentEvents(TicksAsync(context.RequestAborted)))
            .RequireAuthorization();
        app.MapGet("/poll", (HttpContext context) => Task.Delay(Timeout.Infinite, context.RequestAborted)).RequireAuthorization();
        app.MapGet("/token", TokenAsync).RequireAuthorization();
        app.MapGet("/poll-api", (HttpContext context) => Task.Delay(Timeout.Infinite, context.RequestAborted))
            .RequireAuthorization(new AuthorizeAttribute { AuthenticationSchemes = SamlSpDefaults.BearerScheme });
        await app.StartAsync();
        return new(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    /// <summary>An access token of the caller's session, as a program on the user's computer gets one.</summary>
    private static async Task<string> TokenAsync(HttpContext context, SessionTokens tokens)
    {
        const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        const string Challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
        const string Program = "http://127.0.0.1:49152/callback";
        var code = await tokens.IssueCodeAsync(context.GetSamlSpSession()!, new("test", Program, null, Challenge), context.RequestAborted);
        return (await tokens.RedeemCodeAsync(code, "test", Program, Verifier, context.RequestAborted))!.AccessToken;
    }

    private static async IAsyncEnumerable<SseItem<string>> TicksAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var tick = 0; ; tick++)
        {
            yield return new("tick " + tick);
            await Task.Delay(50, cancellationToken);
        }
    }

    private static ClusterConfig Cluster(string url) =>
        new()
        {
            ClusterId = "application",
            Destinations = new Dictionary<string, DestinationConfig> { ["only"] = new() { Address = url } },
        };

    private sealed class Metadata : IIdentityProviderMetadataSource
    {
        public byte[]? Find(string organization) => new TestMetadata().ToBytes();
    }
}
