using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using SamlSp.Testing;

namespace SamlSp.AspNetCore.Tests;

/// <summary>An application whose organization's metadata comes from a <see cref="MetadataServer"/>.</summary>
internal sealed class MetadataApp : IAsyncDisposable
{
    private readonly bool _ownsServer;

    private MetadataApp(TestApp app, MetadataServer server, bool ownsServer) => (App, Server, _ownsServer) = (app, server, ownsServer);

    public TestApp App { get; }

    public MetadataServer Server { get; }

    public IdentityProvider Provider =>
        Registry.TryGet("contoso", out var organization)
            ? organization.IdentityProvider!
            : throw new InvalidOperationException("There is no contoso.");

    private IOrganizationRegistry Registry => App.Services.GetRequiredService<IOrganizationRegistry>();

    public static byte[] Document(X509Certificate2 signer, string attributes = "") =>
        TestApp.TestMetadata.Document(TestTenant.Issuer, TestTenant.SignOnUrl, signer, attributes);

    public static async Task<MetadataApp> StartAsync(
        byte[]? document = null,
        Action<SamlSpConnectionOptions>? connection = null,
        IMetadataStore? store = null,
        MetadataServer? server = null,
        DateTimeOffset? at = null,
        Action<SamlSpOptions>? configure = null,
        Action<IServiceCollection>? services = null
    )
    {
        var serving = server ?? await MetadataServer.StartAsync(document ?? Document(TestCertificates.Idp));
        var app = await TestApp.StartAsync(
            options =>
            {
                options.Metadata.Timeout = TimeSpan.FromSeconds(20);
                options.Organizations["contoso"].Connection.MetadataUrl = serving.Url;
                connection?.Invoke(options.Organizations["contoso"].Connection);
                configure?.Invoke(options);
            },
            added =>
            {
                added.AddSingleton<IIdentityProviderMetadataSource, Nothing>();
                added.AddSingleton(store ?? new InMemoryMetadataStore());
                services?.Invoke(added);
            },
            at: at
        );
        return new(app, serving, ownsServer: server is null);
    }

    /// <summary>Lets an hour and a half pass, and reads metadata as the background does; returns why it failed, if it did.</summary>
    public async Task<string?> RefreshAsync()
    {
        App.Clock.Advance(TimeSpan.FromMinutes(90));
        await App.Services.GetRequiredService<MetadataRefresher>().RefreshDueAsync(default);
        return Provider.Status.LastError;
    }

    /// <summary>Whether a user whose assertion was signed with this key can sign in.</summary>
    public async Task<bool> SignsInAsync(X509Certificate2 signer) =>
        (await App.Browser().SignInAsync(idp => idp.SignWith(signer))).StatusCode == System.Net.HttpStatusCode.SeeOther;

    public async Task<HealthReportEntry> HealthAsync(string check) =>
        (await App.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries[check];

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        if (_ownsServer)
        {
            await Server.DisposeAsync();
        }
    }

    private sealed class Nothing : IIdentityProviderMetadataSource
    {
        public byte[]? Find(string organization) => null;
    }
}
