using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SamlSp.Claims;
using SamlSp.Directory;
using SamlSp.EntraSandbox;
using SamlSp.Testing;
using EntraClaims = SamlSp.Testing.EntraClaims;

namespace SamlSp.Server.Tests;

/// <summary>
/// Two processes of the built server on one PostgreSQL, behind one public address, with one key pair: what an operator runs for
/// availability.
/// </summary>
public sealed class TwoNodes : IAsyncLifetime
{
    private static readonly Lazy<X509Certificate2> Certificate = new(() =>
        TestCertificates.CreateRsa("idp", notBefore: DateTimeOffset.UtcNow.AddDays(-1), notAfter: DateTimeOffset.UtcNow.AddDays(30))
    );

    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("samlsp-nodes").FullName;
    private readonly int[] _ports = [LoopbackPort.Free(), LoopbackPort.Free()];
    private readonly ServerProcess?[] _nodes = new ServerProcess?[2];
    private readonly int _tenantPort = LoopbackPort.Free();
    private WebApplication? _tenant;
    private StorageOptions? _storage;
    private int _people;

    public PostgreSqlServer Database { get; } = new();

    public string PublicUrl => $"http://127.0.0.1:{_ports[0]}";

    /// <summary>How often the nodes ask the tenant's Microsoft Graph who was changed.</summary>
    public static TimeSpan PollInterval => TimeSpan.FromSeconds(5);

    /// <summary>The tenant whose Microsoft Graph both nodes ask. Its users 900001 and 900002 can be disabled.</summary>
    public EntraSandboxTenant Tenant => _tenant!.Services.GetRequiredService<EntraSandboxTenant>();

    public ServerProcess A => _nodes[0]!;

    public ServerProcess B => _nodes[1]!;

    public async Task InitializeAsync()
    {
        if (PostgreSqlServer.Binaries is null)
        {
            return;
        }

        await Database.InitializeAsync();
        _storage = await Database.NewDatabaseAsync();
        await File.WriteAllTextAsync(
            Path.Combine(_folder, "idp.xml"),
            $"""
            <EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="{TestTenant.Issuer}">
            <IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
            <KeyDescriptor use="signing"><KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#"><X509Data><X509Certificate>{Certificate.Value.Base64()}</X509Certificate></X509Data></KeyInfo></KeyDescriptor>
            <SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="{TestTenant.SignOnUrl}"/>
            </IDPSSODescriptor>
            </EntityDescriptor>
            """,
            Encoding.UTF8
        );

        _tenant = await StartTenantAsync();

        // The node that starts first creates the key pair; the schema as well, so these two start one after the other only because of the
        // pair.
        await StartAsync(0);
        await StartAsync(1);
    }

    public async Task DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await (node?.DisposeAsync() ?? ValueTask.CompletedTask);
        }

        await (_tenant?.DisposeAsync() ?? ValueTask.CompletedTask);
        await Database.DisposeAsync();
        System.IO.Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Starts a node, or starts it again.</summary>
    public async Task StartAsync(int node)
    {
        if (_nodes[node] is { } before)
        {
            await before.DisposeAsync();
        }

        var home = System.IO.Directory.CreateDirectory(Path.Combine(_folder, "node" + node)).FullName;
        _nodes[node] = await ServerProcess.StartAsync(
            new()
            {
                ["Organizations"] = new
                {
                    contoso = new
                    {
                        PrimaryDomain = "example.com",
                        TenantDomain = TestTenant.Domain,
                        Connection = new
                        {
                            MetadataFile = Path.Combine(_folder, "idp.xml"),
                            AllowUnsolicited = true,
                            Graph = new
                            {
                                ClientId = "reader",
                                ClientSecret = "s3cret",
                                BaseUrl = Tenant.GraphUrl,
                                Tenant.TokenUrl,
                                PollInterval = PollInterval.ToString(),
                            },
                        },
                    },
                },
                ["Certificates"] = new { Directory = Path.Combine(_folder, "certs") },
                ["Storage"] = new { Provider = "PostgreSql", _storage!.ConnectionString },
                ["RateLimits"] = new { SignInPerMinute = 1_000_000 },
            },
            folder: home,
            port: _ports[node],
            publicUrl: PublicUrl
        );
    }

    /// <summary>A response for a user who has never signed in.</summary>
    public string NewUser() => User(Interlocked.Increment(ref _people));

    /// <summary>A response for the user with a number.</summary>
    public string User(int number) =>
        TestIdp
            .Create()
            .Member()
            .Attribute(EntraClaims.ObjectId, ObjectId(number))
            .Attribute(EntraClaims.Name, $"user{number}@example.com")
            .NameId($"user{number}@example.com")
            .Unsolicited()
            .At(DateTimeOffset.UtcNow)
            .SentTo(PublicUrl + "/Saml2/Acs")
            .For(PublicUrl + "/Saml2")
            .SignWith(Certificate.Value)
            .SignedResponse()
            .ToFormValue();

    private static string ObjectId(int number) => $"00000000-0000-4000-8000-{number:x12}";

    private async Task<WebApplication> StartTenantAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenLocalhost(_tenantPort));
        builder.Services.AddEntraSandbox(sandbox =>
        {
            sandbox.BaseUrl = $"http://127.0.0.1:{_tenantPort}";
            sandbox.TenantId = TestTenant.Id;
            sandbox.Clients.Add(
                new()
                {
                    ClientId = "reader",
                    ClientSecret = "s3cret",
                    RedirectUris = [],
                }
            );
            foreach (var number in new[] { 900_001, 900_002 })
            {
                var name = $"user{number}@example.com";
                sandbox.AdditionalUsers.Add(
                    new()
                    {
                        Id = $"user{number}",
                        ObjectId = ObjectId(number),
                        SignInName = name,
                        UserPrincipalName = name,
                        LocalUserPrincipalName = name,
                        IdentityProvider = TestTenant.Issuer,
                        UserType = UserType.Member,
                        GivenName = "User",
                        Surname = number.ToString(System.Globalization.CultureInfo.InvariantCulture),
                    }
                );
            }
        });
        var tenant = builder.Build();
        tenant.MapEntraSandbox();
        await tenant.StartAsync();
        return tenant;
    }
}
