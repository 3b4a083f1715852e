using System.Net;
using System.Net.Http.Headers;
using SamlSp.AspNetCore;
using SamlSp.Testing;

namespace SamlSp.Server.Tests;

/// <summary>Where the server listens, and where browsers are sent.</summary>
public sealed class AddressTests
{
    [Theory]
    [InlineData("http://localhost:5080", "http://localhost:5080", true)]
    [InlineData("http://localhost:5080", "http://localhost:5081", false)]
    [InlineData("http://localhost:5080", "http://localhost:5081 http://127.0.0.1:5080", true)]
    [InlineData("http://localhost:5080", "http://*:5080", true)]
    [InlineData("http://127.0.0.1:5080", "http://[::]:5081", false)]
    [InlineData("http://localhost:5080", "http://localhost:0", true)]
    [InlineData("http://localhost:5080", "", true)]
    [InlineData("http://localhost:5080", "http://unix:/run/samlsp.sock", true)]
    [InlineData("https://sp.example.com", "http://127.0.0.1:5080", true)]
    public void BaseUrl_AndTheAddressesOfTheServer_AreCompared(string baseUrl, string listening, bool reached) =>
        Assert.Equal(reached, ListeningAddress.IsReached(baseUrl, listening.Split(' ', StringSplitOptions.RemoveEmptyEntries)));

    [Theory]
    [InlineData("http://localhost:5081", "http://localhost:5081")]
    [InlineData("http://*:5081", "http://localhost:5081")]
    [InlineData("http://0.0.0.0:5081", "http://localhost:5081")]
    [InlineData("http://[::]:5081", "http://localhost:5081")]
    [InlineData("https://+:5443", "https://localhost:5443")]
    [InlineData("http://unix:/run/samlsp.sock", null)]
    [InlineData("nothing", null)]
    public void Listening_ForBrowsers_IsAnAddressTheyCanOpen(string listening, string? expected) =>
        Assert.Equal(expected, ListeningAddress.ForBrowsers(listening));

    [Fact]
    public async Task Server_BaseUrlElsewhereOnThisComputer_WarnsAtStart()
    {
        await using var elsewhere = await ServerProcess.StartAsync([], publicUrl: "http://127.0.0.1:5");
        Assert.Contains(
            "BaseUrl is http://127.0.0.1:5, and this application listens on http://127.0.0.1:",
            elsewhere.Output,
            StringComparison.Ordinal
        );
        await using var server = await ServerProcess.StartAsync([]);
        Assert.DoesNotContain("BaseUrl is", server.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Development", null, true)]
    [InlineData("Development", "http://localhost:5080", false)]
    [InlineData("Production", null, false)]
    public async Task Server_WithUrlsAlone_SendsBrowsersThereInDevelopment(string environment, string? baseUrl, bool follows)
    {
        // The settings that come with the server, and no others.
        var folder = System.IO.Directory.CreateTempSubdirectory("samlsp-urls").FullName;
        var port = LoopbackPort.Free();
        var variables = new Dictionary<string, string>
        {
            ["ASPNETCORE_ENVIRONMENT"] = environment,
            ["SamlSp__Certificates__Directory"] = Path.Combine(folder, "certs"),
            ["SamlSp__Storage__ConnectionString"] = $"Data Source={Path.Combine(folder, "samlsp.db")}",
        };
        if (baseUrl is not null)
        {
            variables["SamlSp__BaseUrl"] = baseUrl;
        }

        await using (var server = await ServerProcess.StartAsShippedAsync(port, variables))
        {
            using var client = new HttpClient();
            var metadata = await client.GetStringAsync(new Uri($"http://localhost:{port}/Saml2"));
            Assert.Equal(follows, metadata.Contains($"http://localhost:{port}/Saml2/Acs", StringComparison.Ordinal));
            Assert.Equal(!follows, server.Output.Contains("BaseUrl is http://localhost:5080", StringComparison.Ordinal));
        }

        System.IO.Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("text/html", "text/html", "There is no such page")]
    [InlineData("application/json", "application/problem+json", "\"status\":404")]
    public async Task Address_WithNothingThere_IsAnsweredWithABody(string accept, string type, string expected)
    {
        await using var server = await ServerProcess.StartAsync([]);
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Accept.Add(MediaTypeWithQualityHeaderValue.Parse(accept));
        using var answer = await client.GetAsync(new Uri(server.BaseUrl + "/nothing/here"));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal(type, answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains(expected, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
