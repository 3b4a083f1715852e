using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SamlSp.AspNetCore;
using SamlSp.Testing;

namespace SamlSp.EntraSandbox.Tests;

/// <summary>An application that uses the real middleware, with the tenant beside it in one process, and its log.</summary>
public sealed class RealApp : IAsyncLifetime
{
    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("samlsp").FullName;
    private WebApplication _app = null!;

    /// <summary>What was logged as refused.</summary>
    public ConcurrentQueue<string> Refusals { get; } = [];

    internal Browser NewBrowser() => new(_app.GetTestServer().CreateHandler());

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders().AddProvider(new RefusalLog(Refusals));
        var clock = TestClock.Create();
        builder.Services.AddSingleton<TimeProvider>(clock);
        var options = new EntraSandboxOptions();
        Configure(options);
        var metadata = Path.Combine(_folder, "metadata.xml");
        await File.WriteAllBytesAsync(metadata, new EntraSandboxTenant(Options.Create(options), clock).Metadata);
        builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["SamlSp:BaseUrl"] = Sandbox.Host,
                ["SamlSp:Certificates:Directory"] = Path.Combine(_folder, "certs"),
                ["SamlSp:Organizations:contoso:Domains:0"] = "example.com",
                ["SamlSp:Organizations:contoso:PrimaryDomain"] = "example.com",
                ["SamlSp:Organizations:contoso:TenantDomain"] = "contoso.onmicrosoft.com",
                ["SamlSp:Organizations:contoso:Connection:Protocol"] = "Saml2",
                ["SamlSp:Organizations:contoso:Connection:MetadataFile"] = metadata,
                ["SamlSp:Organizations:contoso:Connection:AllowUnsolicited"] = "true",
            }
        );
        builder.Services.AddAuthentication().AddSamlSp(SamlSpDefaults.AuthenticationScheme, builder.Configuration.GetSection("SamlSp"));
        builder.Services.AddEntraSandbox(Configure);
        _app = builder.Build();
        _app.UseAuthentication();
        _app.MapEntraSandbox();
        _app.MapSamlSp();
        await _app.CheckSamlSpAsync();
        await _app.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _app.DisposeAsync();
        System.IO.Directory.Delete(_folder, recursive: true);
    }

    private void Configure(EntraSandboxOptions options)
    {
        options.SigningCertificate = TestCertificates.Idp;
        options.ServiceProviders.Add(
            new()
            {
                EntityId = Sandbox.Host + "/Saml2",
                AcsUrl = Sandbox.Host + "/Saml2/Acs",
                LogoutUrl = Sandbox.Host + "/Saml2/Logout",
                StartUrl = Sandbox.Host + "/Saml2/SignIn?organization=contoso",
                EncryptionCertificate = () =>
                    System.Security.Cryptography.X509Certificates.X509Certificate2.CreateFromPem(
                        File.ReadAllText(Path.Combine(_folder, "certs", "samlsp.crt"))
                    ),
            }
        );
    }
}
