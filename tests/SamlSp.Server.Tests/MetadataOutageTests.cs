using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using SamlSp.Testing;

namespace SamlSp.Server.Tests;

/// <summary>The built server, whose identity provider cannot be reached when it starts again.</summary>
public sealed class MetadataOutageTests
{
    [Fact]
    public async Task AServerStartsWithoutNetworkOnTheMetadataThatItKnewAndPeopleSignIn()
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("samlsp-outage").FullName;
        try
        {
            var port = LoopbackPort.Free();
            var settings = Settings($"http://127.0.0.1:{port}/metadata");
            await using (await ServeAsync(port))
            {
                await using var first = await ServerProcess.StartAsync(settings, folder: folder);
                Assert.True(await SignsInAsync(first), first.Output);
                Assert.StartsWith("Healthy", await HealthAsync(first), StringComparison.Ordinal);
            }

            await using var again = await ServerProcess.StartAsync(settings, folder: folder);
            Assert.True(await SignsInAsync(again), again.Output);
            Assert.StartsWith("Degraded", await HealthAsync(again), StringComparison.Ordinal);
            Assert.Contains("The metadata of contoso could not be read at start; in use is what was read", again.Output, StringComparison.Ordinal);
        }
        finally
        {
            System.IO.Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task AFirstStartWithoutNetworkIsRefusedWithTheKeysPath()
    {
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => ServerProcess.StartAsync(Settings($"http://127.0.0.1:{LoopbackPort.Free()}/metadata")));
        Assert.Contains("SamlSp:Organizations:contoso:Connection:MetadataUrl: cannot read the identity provider's metadata", refused.Message, StringComparison.Ordinal);
    }

    private static Dictionary<string, object?> Settings(string metadataUrl) => new(StringComparer.Ordinal)
    {
        ["Organizations"] = new { contoso = new { PrimaryDomain = TestTenant.PrimaryDomain, TenantDomain = TestTenant.Domain, Connection = new { MetadataUrl = metadataUrl, AllowUnsolicited = true } } },
    };

    private static async Task<WebApplication> ServeAsync(int port)
    {
        var document = new TestMetadata().ToOctets();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        var server = builder.Build();
        server.Run(context => context.Response.Body.WriteAsync(document).AsTask());
        await server.StartAsync();
        return server;
    }

    private static async Task<bool> SignsInAsync(ServerProcess server)
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        var response = TestIdp.Create().At(DateTimeOffset.UtcNow).Member().For(server.BaseUrl + "/Saml2").SentTo(server.BaseUrl + "/Saml2/Acs").Unsolicited().SignedResponse();
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("SAMLResponse", response.ToFormValue())]);
        using var answer = await client.PostAsync(new Uri(server.BaseUrl + "/Saml2/Acs"), form);
        return answer.StatusCode == HttpStatusCode.SeeOther;
    }

    private static async Task<string> HealthAsync(ServerProcess server)
    {
        using var client = new HttpClient();
        return await client.GetStringAsync(new Uri(server.BaseUrl + "/healthz/ready"));
    }
}
