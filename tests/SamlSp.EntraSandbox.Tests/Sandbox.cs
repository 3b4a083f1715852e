using System.Security.Cryptography.X509Certificates;
using AngleSharp.Html.Dom;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using SamlSp.Protocol;
using SamlSp.Testing;

namespace SamlSp.EntraSandbox.Tests;

/// <summary>The tenant on a test server, a browser with cookies in front of it, and an app that verifies what it is sent.</summary>
internal sealed class Sandbox : IAsyncDisposable
{
    public const string Host = "http://localhost:5080";
    private readonly WebApplication _app;

    private Sandbox(WebApplication app, MutableTimeProvider clock)
    {
        _app = app;
        Clock = clock;
        Tenant = app.Services.GetRequiredService<EntraSandboxTenant>();
        Browser = new(app.GetTestServer().CreateHandler());
    }

    public MutableTimeProvider Clock { get; }

    public EntraSandboxTenant Tenant { get; }

    public Browser Browser { get; }

    public static SandboxServiceProvider TestApp { get; } =
        new()
        {
            EntityId = TestSp.EntityId,
            AcsUrl = TestSp.AcsUrl,
            LogoutUrl = TestSp.LogoutUrl,
            StartUrl = TestSp.BaseUrl + "/start",
            DisplayName = "Test app",
            EncryptionCertificate = () => TestCertificates.SpDecryption,
        };

    public static async Task<Sandbox> StartAsync(Action<EntraSandboxOptions>? configure = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        var clock = TestClock.Create();
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddEntraSandbox(options =>
        {
            options.SigningCertificate = TestCertificates.Idp;
            options.ServiceProviders.Add(TestApp);
            configure?.Invoke(options);
        });
        var app = builder.Build();
        app.MapEntraSandbox();
        await app.StartAsync();
        return new(app, clock);
    }

    public AuthnRequest Request() =>
        new()
        {
            Id = MessageId.New(),
            IssueInstant = Clock.GetUtcNow(),
            Issuer = TestSp.EntityId,
            Destination = Tenant.SignOnUrl,
            AssertionConsumerServiceUrl = TestSp.AcsUrl,
        };

    public Task<BrowserPage> SendAsync(AuthnRequest request, string? relayState = "rs 1", string extra = "") =>
        Browser.GetAsync(
            RedirectBinding.CreateUrl(Tenant.SignOnUrl, MessageParameter.SAMLRequest, request.ToXml(), relayState, null) + extra
        );

    /// <summary>Sends a request that the writer of requests would not write.</summary>
    public Task<BrowserPage> SendAsync(string xml) =>
        Browser.GetAsync(
            RedirectBinding.CreateUrl(Tenant.SignOnUrl, MessageParameter.SAMLRequest, System.Text.Encoding.UTF8.GetBytes(xml), null, null)
        );

    /// <summary>From a request to the page that posts the response.</summary>
    public async Task<BrowserPage> SignInAsync(AuthnRequest request, string user = "alice", params (string Name, string Value)[] fields) =>
        await Browser.PickAsync(await SendAsync(request), user, fields);

    /// <summary>Judges the response on a page as the app would, by the metadata that the tenant publishes now.</summary>
    public VerificationResult Verify(BrowserPage page, string? requestId) => Verify(page.Response, requestId);

    public VerificationResult Verify(string formValue, string? requestId, DateTimeOffset? authenticatedNotBefore = null)
    {
        Assert.True(IdentityProviderMetadata.TryRead(Tenant.Metadata, null, out var metadata, out var error), error);
        var issuer = new TrustedIssuer
        {
            EntityId = metadata.EntityId,
            SigningKeys = [.. metadata.SigningCertificates.Select(VerificationKey.FromCertificate)],
            AllowUnsolicited = requestId is null,
        };
        return new ResponseVerifier(new VerifierLimits(), Clock).VerifyFormValue(
            formValue,
            new()
            {
                EntityId = TestSp.EntityId,
                AssertionConsumerServiceUrl = TestSp.AcsUrl,
                FindIssuer = id => id == issuer.EntityId ? issuer : null,
                Correlation = requestId is null ? RequestCorrelation.None : RequestCorrelation.Answers(requestId),
                DecryptionKeys = [DecryptionKey.FromRsa(TestCertificates.SpDecryption.GetRSAPrivateKey()!)],
                AuthenticatedNotBefore = authenticatedNotBefore,
            }
        );
    }

    public async ValueTask DisposeAsync()
    {
        Browser.Dispose();
        await _app.DisposeAsync();
    }
}
