using System.Diagnostics;
using System.Globalization;

namespace SamlSp.Testing;

/// <summary>SimpleSAMLphp as an identity provider, together with our server as its service provider.</summary>
public sealed class SimpleSamlPhp : IAsyncDisposable
{
    private readonly string _folder;
    private readonly int _process;
    private bool _down;

    private SimpleSamlPhp(string folder, int process, int port, ServerProcess server)
    {
        _folder = folder;
        _process = process;
        Url = "http://127.0.0.1:" + port.ToString(CultureInfo.InvariantCulture);
        Server = server;
    }

    /// <summary>The identity provider's address.</summary>
    public string Url { get; }

    /// <summary>Our server.</summary>
    public ServerProcess Server { get; }

    /// <summary>Our server's entity ID.</summary>
    public string SpEntityId => Server.BaseUrl + "/Saml2";

    /// <summary>The folder of both.</summary>
    public string Folder => _folder;

    /// <summary>Starts both.</summary>
    /// <param name="signs">What SimpleSAMLphp signs: assertion, response or both.</param>
    /// <param name="encrypts">Whether it encrypts assertions.</param>
    /// <param name="host">The host that browsers see our server at: another one than the identity provider's 127.0.0.1 makes the two of
    /// them different sites.</param>
    public static async Task<SimpleSamlPhp> StartAsync(string signs = "assertion", bool encrypts = false, string host = "127.0.0.1")
    {
        var folder = Directory.CreateTempSubdirectory("samlsp-ssp").FullName;
        var certs = Path.Combine(folder, "sp-certs");
        Directory.CreateDirectory(certs);
        using (var pair = TestCertificates.CreateRsa("sp.example.com"))
        {
            await File.WriteAllTextAsync(Path.Combine(certs, "samlsp.crt"), pair.ExportCertificatePem());
            using var key = System.Security.Cryptography.X509Certificates.RSACertificateExtensions.GetRSAPrivateKey(pair)!;
            await File.WriteAllTextAsync(Path.Combine(certs, "samlsp.key"), key.ExportPkcs8PrivateKeyPem());
        }

        var (spPort, idpPort) = (LoopbackPort.Free(), LoopbackPort.Free());
        var sp = $"http://{host}:{spPort}";
        var start = new ProcessStartInfo("bash")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (
            var argument in new[]
            {
                Path.Combine(Repository.Root, "tests/SamlSp.Testing/simplesamlphp-idp"),
                folder,
                $"{idpPort}",
                sp + "/Saml2",
                sp + "/Saml2/Acs",
                sp + "/Saml2/Logout",
            }
        )
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["SP_CERTIFICATE"] = Path.Combine(certs, "samlsp.crt");
        start.Environment["SIGN_ASSERTION"] = signs is "assertion" or "both" ? "true" : "false";
        start.Environment["SIGN_RESPONSE"] = signs is "response" or "both" ? "true" : "false";
        start.Environment["ENCRYPT"] = encrypts ? "true" : "false";
        using var script = Process.Start(start)!;
        var process = await script.StandardOutput.ReadLineAsync();
        if (process is null)
        {
            throw new InvalidOperationException(await script.StandardError.ReadToEndAsync());
        }

        var server = await ServerProcess.StartAsync(
            new()
            {
                ["Certificates"] = new { Directory = certs },
                ["Organizations"] = new
                {
                    contoso = new
                    {
                        DisplayName = "Contoso",
                        Domains = new[] { "example.com" },
                        PrimaryDomain = "example.com",
                        TenantDomain = "tenant.onmicrosoft.com",
                        Connection = new
                        {
                            MetadataFile = Path.Combine(folder, "idp-metadata.xml"),
                            AllowUnsolicited = true,
                            SignRequests = true,
                        },
                    },
                },
            },
            host: host,
            port: spPort
        );
        return new(folder, int.Parse(process, CultureInfo.InvariantCulture), idpPort, server);
    }

    /// <summary>Takes the identity provider down; our server goes on.</summary>
    public void KillIdentityProvider()
    {
        if (_down)
        {
            return;
        }

        _down = true;
        using var process = Process.GetProcessById(_process);
        process.Kill(entireProcessTree: true);
        process.WaitForExit(10_000);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        KillIdentityProvider();
        Directory.Delete(_folder, recursive: true);
    }
}
