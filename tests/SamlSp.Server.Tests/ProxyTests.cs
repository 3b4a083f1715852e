using System.Net;
using System.Text;
using SamlSp.Testing;

namespace SamlSp.Server.Tests;

/// <summary>Behind a proxy: which headers are trusted, and what is bounded.</summary>
public sealed class ProxyTests
{
    private const int Limit = 5;

    [Fact]
    public async Task ForwardedFor_KnownProxy_NamesTheClient()
    {
        await using var server = await StartAsync(new { Known = new[] { "127.0.0.0/8" } });
        Assert.Equal(HttpStatusCode.TooManyRequests, await AskAsync(server, Limit + 1, "203.0.113.7"));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(server, 1, "203.0.113.8"));

        // What the client itself put before the proxy's entry is ignored.
        Assert.Equal(HttpStatusCode.TooManyRequests, await AskAsync(server, 1, "203.0.113.99, 203.0.113.7"));

        // No header changes our own address.
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, server.BaseUrl + "/Saml2")
        {
            Headers =
            {
                { "X-Forwarded-For", "203.0.113.9" },
                { "X-Forwarded-Host", "evil.example" },
                { "X-Forwarded-Proto", "https" },
                { "X-Original-Host", "evil.example" },
                { "Forwarded", "host=evil.example;proto=https" },
            },
        };
        request.Headers.Host = "evil.example";
        using var metadata = await client.SendAsync(request);
        Assert.Contains($"entityID=\"{server.BaseUrl}/Saml2\"", await metadata.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("evil.example", await metadata.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ForwardedFor_UnknownProxy_IsIgnored()
    {
        await using var server = await StartAsync(new { Known = new[] { "192.0.2.1" } });
        for (var i = 0; i < Limit; i++)
        {
            Assert.Equal(HttpStatusCode.OK, await AskAsync(server, 1, $"203.0.113.{i}"));
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, await AskAsync(server, 1, "203.0.113.200"));
    }

    [Fact]
    public async Task ProxyAndHttpSettings_SeveralMistakes_AreAllReported()
    {
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            ServerProcess.StartAsync(
                new()
                {
                    ["Proxies"] = new { Known = new[] { "proxy.example.com", "10.0.0.0/8", "0.0.0.0/0" } },
                    ["Http"] = new
                    {
                        MaximumConnections = 1,
                        MaximumHeaderBytes = 100,
                        MaximumBodyBytes = 1,
                        HeadersTimeout = "00:00:00",
                        KeepAlive = "02:00:00",
                    },
                },
                variables: new Dictionary<string, string> { ["ASPNETCORE_FORWARDEDHEADERS_ENABLED"] = "true" }
            )
        );
        foreach (
            var path in new[]
            {
                "SamlSp:Proxies:Known:0",
                "SamlSp:Proxies:Known:2",
                "ASPNETCORE_FORWARDEDHEADERS_ENABLED",
                "SamlSp:Http:MaximumConnections",
                "SamlSp:Http:MaximumHeaderBytes",
                "SamlSp:Http:MaximumBodyBytes",
                "SamlSp:Http:HeadersTimeout",
                "SamlSp:Http:KeepAlive",
            }
        )
        {
            Assert.Contains($"  - {path}: ", refused.Message, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("Known:1", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_HeadersOrBodyOverLimit_IsRefused()
    {
        await using var server = await ServerProcess.StartAsync([]);
        using var client = new HttpClient();
        using var headers = new HttpRequestMessage(HttpMethod.Get, server.BaseUrl + "/login")
        {
            Headers = { { "X-Long", new string('x', 40_000) } },
        };
        using var refused = await client.SendAsync(headers);
        Assert.Equal(HttpStatusCode.RequestHeaderFieldsTooLarge, refused.StatusCode);

        using var body = new StringContent(
            "SAMLResponse=" + new string('A', 1_200_000),
            Encoding.ASCII,
            "application/x-www-form-urlencoded"
        );
        using var tooLarge = await client.PostAsync(new Uri(server.BaseUrl + "/Saml2/Acs"), body);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, tooLarge.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri(server.BaseUrl + "/login"))).StatusCode);
    }

    [Fact]
    public async Task Request_SlowHeaders_IsClosedWithTimeout()
    {
        await using var server = await ServerProcess.StartAsync(new() { ["Http"] = new { HeadersTimeout = "00:00:01" } });
        using var client = new System.Net.Sockets.TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, new Uri(server.BaseUrl).Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync("GET /login HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "u8.ToArray());
        using var reader = new StreamReader(stream);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var answer = await reader.ReadToEndAsync(patience.Token);
        Assert.StartsWith("HTTP/1.1 408 ", answer, StringComparison.Ordinal);
    }

    private static Task<ServerProcess> StartAsync(object proxies) =>
        ServerProcess.StartAsync(new() { ["Proxies"] = proxies, ["RateLimits"] = new { SignInPerMinute = Limit } });

    /// <summary>Asks several times as the proxy in front would; returns the last status.</summary>
    private static async Task<HttpStatusCode> AskAsync(ServerProcess server, int times, string forwardedFor)
    {
        using var client = new HttpClient();
        HttpStatusCode last = default;
        for (var i = 0; i < times; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, server.BaseUrl + "/Saml2")
            {
                Headers = { { "X-Forwarded-For", forwardedFor } },
            };
            using var answer = await client.SendAsync(request);
            last = answer.StatusCode;
        }

        return last;
    }
}
