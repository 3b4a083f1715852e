using System.Security.Cryptography.X509Certificates;
using SamlSp.Protocol;
using SamlSp.Testing;

namespace SamlSp.Browser.Tests;

/// <summary>The built server with the sandbox tenant, whose own organization leaves example.com to the one that a test creates.</summary>
public sealed class LinkingServer : IAsyncLifetime
{
    private ServerProcess? _server;

    /// <summary>Its address.</summary>
    public string Url => _server!.BaseUrl;

    /// <inheritdoc />
    public async Task InitializeAsync() =>
        _server = await ServerProcess.StartAsync(
            new()
            {
                ["Sandbox"] = new { Enabled = true },
                ["Organizations"] = new
                {
                    sandbox = new
                    {
                        DisplayName = "Contoso (sandbox)",
                        Domains = new[] { "sandbox.example" },
                        PrimaryDomain = "example.com",
                        TenantDomain = "contoso.onmicrosoft.com",
                        Terms = new { Text = "Be kind to each other." },
                    },
                },
            },
            environment: "Development",
            host: "localhost"
        );

    /// <summary>A link by which the owner of a new organization comes in, as <c>samlsp owner-link</c> makes it.</summary>
    public string OwnerLink()
    {
        var pair = Path.Combine(_server!.Folder, "certs", "samlsp");
        using var certificate = X509Certificate2.CreateFromPemFile(pair + ".crt", pair + ".key");
        return $"{Url}/owner-link?token={OperatorToken.Create(SigningKey.FromCertificate(certificate), "owner-link", "*", Url, DateTimeOffset.UtcNow)}";
    }

    /// <inheritdoc />
    public async Task DisposeAsync() => await _server!.DisposeAsync();
}
