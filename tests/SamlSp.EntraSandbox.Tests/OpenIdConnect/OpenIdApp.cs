using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SamlSp.AspNetCore;
using SamlSp.Testing;

namespace SamlSp.EntraSandbox.Tests;

/// <summary>
/// The tenant as an OpenID Connect identity provider, and an application that is linked to it by the four values of an app registration.
/// </summary>
internal sealed class OpenIdApp : IAsyncDisposable
{
    public const string ClientId = "8f0c2f4e-7b1d-4a55-9c3e-1d2a6b7c8e90";
    public const string ClientSecret = "correct~secret";
    private readonly WebApplication _tenant;
    private readonly WebApplication _app;
    private readonly RefusalLog _log;

    private OpenIdApp(
        WebApplication tenant,
        WebApplication app,
        RefusalLog log,
        MutableTimeProvider clock,
        TenantBackchannel backchannel
    ) => (_tenant, _app, _log, Clock, Backchannel) = (tenant, app, log, clock, backchannel);

    public MutableTimeProvider Clock { get; }

    public TenantBackchannel Backchannel { get; }

    public EntraSandboxTenant Tenant => _tenant.Services.GetRequiredService<EntraSandboxTenant>();

    public IServiceProvider Services => _app.Services;

    /// <summary>What was logged as refused: code and reason.</summary>
    public ConcurrentQueue<(string Code, string Reason)> Refusals => _log.Refusals;

    public static async Task<OpenIdApp> StartAsync(
        Action<OrganizationOptions>? configure = null,
        Func<SandboxClient, SandboxClient>? registration = null,
        Action<SamlSpOptions>? options = null,
        IMetadataStore? store = null,
        bool isTenantDown = false,
        Action<WebApplication>? map = null,
        Action<SandboxOpenIdOptions>? sandboxOptions = null,
        Action<IServiceCollection>? services = null
    )
    {
        var clock = TestClock.Create();
        WebApplication? started = null;
        var tenantBuilder = WebApplication.CreateSlimBuilder();
        tenantBuilder.WebHost.UseTestServer();
        tenantBuilder.Logging.ClearProviders();
        tenantBuilder.Services.AddSingleton<TimeProvider>(clock);
        tenantBuilder.Services.AddEntraSandbox(sandbox =>
        {
            sandbox.SigningCertificate = TestCertificates.Idp;
            sandbox.BaseUrl = Sandbox.Host;
            sandbox.OpenId.BackchannelHandler = () => started!.GetTestServer().CreateHandler();
            sandboxOptions?.Invoke(sandbox.OpenId);
            var registered = new SandboxClient
            {
                ClientId = ClientId,
                ClientSecret = ClientSecret,
                RedirectUris = [Sandbox.Host + "/auth/oidc/callback"],
            };
            sandbox.Clients.Add(registration?.Invoke(registered) ?? registered);
        });
        var tenant = tenantBuilder.Build();
        tenant.MapEntraSandbox();
        await tenant.StartAsync();

        var log = new RefusalLog();
        var backchannel = new TenantBackchannel(tenant.GetTestServer) { IsDown = isTenantDown };
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders().AddProvider(log);
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddSingleton<Backchannel>(backchannel);
        builder.Services.AddSingleton<ISigningKeyProvider>(new OwnKey());
        if (store is not null)
        {
            builder.Services.AddSingleton(store);
        }

        builder
            .Services.AddAuthentication()
            .AddSamlSp(saml =>
            {
                saml.BaseUrl = Sandbox.Host;
                var values = tenant.Services.GetRequiredService<EntraSandboxTenant>();
                saml.Organizations["contoso"] = new()
                {
                    Domains = ["example.com"],
                    PrimaryDomain = "example.com",
                    TenantDomain = "contoso.onmicrosoft.com",
                    Connection =
                    {
                        Protocol = ConnectionProtocol.OpenIdConnect,
                        AuthorizationUrl = values.AuthorizationUrl,
                        TokenUrl = values.TokenUrl,
                        ClientId = ClientId,
                        ClientSecret = ClientSecret,
                    },
                };
                configure?.Invoke(saml.Organizations["contoso"]);
                options?.Invoke(saml);
            });
        services?.Invoke(builder.Services);
        var app = started = builder.Build();
        app.UseAuthentication();
        app.MapSamlSp();
        map?.Invoke(app);
        try
        {
            await app.CheckSamlSpAsync();
        }
        catch
        {
            await tenant.DisposeAsync();
            throw;
        }

        await app.StartAsync();
        return new(tenant, app, log, clock, backchannel);
    }

    public Browser NewBrowser() => new(new Router(_tenant.GetTestServer().CreateHandler(), _app.GetTestServer().CreateHandler()));

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _tenant.DisposeAsync();
    }

    /// <summary>What the application asks the tenant itself.</summary>
    internal sealed class TenantBackchannel(Func<TestServer> tenant) : Backchannel(null!)
    {
        /// <summary>The paths that were asked for.</summary>
        public ConcurrentQueue<string> Asked { get; } = [];

        /// <summary>Whether nothing answers.</summary>
        public bool IsDown { get; set; }

        /// <summary>Changes what is posted to the token endpoint.</summary>
        public Func<Dictionary<string, string>, Dictionary<string, string>>? Change { get; set; }

        public override Task<byte[]> GetAsync(Uri url, bool trusted, MetadataOptions bounds, CancellationToken cancellationToken)
        {
            if (IsDown)
            {
                throw new HttpRequestException("no answer", new System.Net.Sockets.SocketException(111));
            }

            Asked.Enqueue(url.AbsolutePath[(url.AbsolutePath.LastIndexOf('/') + 1)..]);
            return tenant().CreateClient().GetByteArrayAsync(url, cancellationToken);
        }

        public override async Task<(int Status, byte[] Body)> PostAsync(
            Uri url,
            bool trusted,
            MetadataOptions bounds,
            IReadOnlyDictionary<string, string> form,
            CancellationToken cancellationToken
        )
        {
            var sent = form.ToDictionary(StringComparer.Ordinal);
            using var response = await tenant()
                .CreateClient()
                .PostAsync(url, new FormUrlEncodedContent(Change?.Invoke(sent) ?? sent), cancellationToken);
            return ((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(cancellationToken));
        }

        public override async Task<(int Status, byte[] Body, RetryConditionHeaderValue? RetryAfter)> SendAsync(
            HttpRequestMessage request,
            bool trusted,
            MetadataOptions bounds,
            CancellationToken cancellationToken
        )
        {
            Asked.Enqueue(request.RequestUri!.Segments[^1]);
            using var response = await tenant().CreateClient().SendAsync(request, cancellationToken);
            return ((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(cancellationToken), response.Headers.RetryAfter);
        }
    }

    private sealed class OwnKey : ISigningKeyProvider
    {
        public ValueTask<IReadOnlyList<ProvidedKeyPair>> GetAsync(CancellationToken cancellationToken) =>
            new([new("own", TestCertificates.Sp)]);
    }

    private sealed class Router(HttpMessageHandler tenant, HttpMessageHandler app) : HttpMessageHandler
    {
        private readonly HttpMessageInvoker _tenant = new(tenant);
        private readonly HttpMessageInvoker _app = new(app);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            (request.RequestUri!.AbsolutePath.StartsWith("/sandbox", StringComparison.Ordinal) ? _tenant : _app).SendAsync(
                request,
                cancellationToken
            );
    }

    private sealed class RefusalLog : LogSink
    {
        public ConcurrentQueue<(string, string)> Refusals { get; } = [];

        protected override void Add(
            LogLevel level,
            EventId id,
            string text,
            IReadOnlyList<KeyValuePair<string, object?>> values,
            Exception? exception
        )
        {
            if (id.Name == "Refused")
            {
                Refusals.Enqueue(
                    ((string)values.Single(v => v.Key == "Code").Value!, (string)values.Single(v => v.Key == "Reason").Value!)
                );
            }
        }
    }
}
