using System.Net.Http.Headers;
using System.Net.Http.Json;
using SamlSp.Testing;

namespace SamlSp.Browser.Tests;

/// <summary>The built server with the sandbox tenant, in which alice is an owner, and a few users that were provisioned.</summary>
public sealed class ConsoleServer : IAsyncLifetime
{
    private const string Token = "browser-tests-provisioning-token-0123456789";
    private static readonly string[] Names =
    [
        "Ada Lovelace",
        "Grace Hopper",
        "Edsger Dijkstra",
        "Barbara Liskov",
        "Donald Knuth",
        "Frances Allen",
        "Alan Kay",
        "Radia Perlman",
    ];

    private ServerProcess? _server;

    public string Url => _server!.BaseUrl;

    /// <inheritdoc />
    public async Task InitializeAsync()
    {
        _server = await ServerProcess.StartAsync(
            new() { ["Sandbox"] = new { Enabled = true }, ["Organizations"] = new { sandbox = Organization } },
            environment: "Development",
            host: "localhost"
        );
        using var client = new HttpClient { BaseAddress = new(Url) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        foreach (var (name, i) in Names.Select((name, i) => (name, i)))
        {
            var address = name.Replace(' ', '.').ToLowerInvariant() + "@example.com";
            var answer = await client.PostAsJsonAsync(
                "/scim/v2/sandbox/Users",
                new Dictionary<string, object>
                {
                    ["schemas"] = new[] { "urn:ietf:params:scim:schemas:core:2.0:User" },
                    ["userName"] = address,
                    ["externalId"] = $"00000000-0000-0000-0000-00000000010{i}",
                    ["displayName"] = name,
                    ["active"] = i != 4,
                    ["emails"] = new[]
                    {
                        new
                        {
                            type = "work",
                            value = address,
                            primary = true,
                        },
                    },
                }
            );
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        }
    }

    /// <inheritdoc />
    public async Task DisposeAsync() => await _server!.DisposeAsync();

    /// <summary>As the server makes it for the sandbox, with roles and a provisioning token.</summary>
    private static object Organization =>
        new
        {
            DisplayName = "Contoso (sandbox)",
            Domains = new[] { "example.com", "altostrat.com", "hotmail.com" },
            PrimaryDomain = "example.com",
            TenantDomain = "contoso.onmicrosoft.com",
            Connection = new { AllowUnsolicited = true, SignRequests = true },
            Roles = new { owner = new[] { "0c1d86f3-27a8-4be5-9f63-5a9f0b7e1c02" } },
            Provisioning = new { Tokens = new[] { Token } },
        };
}
