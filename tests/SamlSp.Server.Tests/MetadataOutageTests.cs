using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using SamlSp.Testing;

namespace SamlSp.Server.Tests;

/// <summary>The built server, whose identity provider cannot be reached when it starts again.</summary>
public sealed partial class MetadataOutageTests
{
    [Fact]
    public async Task Start_WithoutNetwork_UsesLastKnownGoodMetadata()
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
            Assert.Contains(
                "The metadata of contoso could not be read at start; using the metadata read at",
                again.Output,
                StringComparison.Ordinal
            );
        }
        finally
        {
            System.IO.Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task FirstStart_OneIdentityProviderDown_ServesTheOthersAndReadsItLater()
    {
        var port = LoopbackPort.Free();
        var settings = Settings($"http://127.0.0.1:{LoopbackPort.Free()}/metadata", fabrikam: $"http://127.0.0.1:{port}/metadata");
        await using var fabrikam = await ServeAsync(port);
        await using var server = await ServerProcess.StartAsync(settings);
        Assert.True(await SignsInAsync(server), server.Output);
        Assert.Equal("Degraded", await HealthAsync(server));
        Assert.Contains(
            "No user of contoso can sign in yet, and it is tried again every 30 seconds: Connection:MetadataUrl: cannot read",
            server.Output,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task FirstStart_AddressWithoutMetadata_IsRefusedWithTheSettingsPath()
    {
        var port = LoopbackPort.Free();
        await using var other = await ServeAsync(port, context => context.Response.WriteAsync("<html>", context.RequestAborted));
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            ServerProcess.StartAsync(Settings($"http://127.0.0.1:{port}/metadata"))
        );
        Assert.Contains(
            "SamlSp:Organizations:contoso:Connection:MetadataUrl: cannot read the identity provider's metadata",
            refused.Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("fine", null)]
    [InlineData("hangs", "no answer within 5 seconds")]
    [InlineData("gigabyte", "the document is larger than 4 MiB")]
    [InlineData("redirects", "the address is not one of the public internet (SamlSp:Metadata:AllowPrivateAddresses)")]
    [InlineData("broken", "The metadata cannot be read. ")]
    public async Task MetadataEndpoint_EachFault_KeepsSignInAndShowsInHealth(string endpoint, string? reason)
    {
        var port = LoopbackPort.Free();
        var readings = 0;
        var answer = Fine;
        await using var metadata = await ServeAsync(
            port,
            context =>
            {
                Interlocked.Increment(ref readings);
                return answer(context);
            }
        );
        await using var server = await ServerProcess.StartAsync(Settings($"http://127.0.0.1:{port}/metadata"));
        Assert.True(await SignsInAsync(server), server.Output);
        Assert.Equal("Healthy", await HealthAsync(server));

        answer = endpoint switch
        {
            "hangs" => context => Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted),
            "gigabyte" => GigabyteAsync,
            "redirects" => Redirect,
            "broken" => context => context.Response.WriteAsync("<EntityDescriptor", context.RequestAborted),
            _ => Fine,
        };
        var before = readings;
        var (untrusted, meanwhile) = (SignsInAsync(server, TestCertificates.Untrusted), SignsInAsync(server));
        Assert.True(await meanwhile, server.Output);
        Assert.False(await untrusted);
        Assert.Equal(before + 1, readings);

        Assert.True(await SignsInAsync(server), server.Output);
        Assert.Equal(reason is null ? "Healthy" : "Degraded", await HealthAsync(server));
        if (reason is null)
        {
            Assert.DoesNotContain("The health check metadata is", server.Output, StringComparison.Ordinal);
            return;
        }

        // Anonymous callers are told one word. The log names the connection and the reason when the checks run the next time.
        await Eventually.HoldsAsync(
            () => Task.FromResult(HealthLine().IsMatch(server.Output)),
            TimeSpan.FromSeconds(40),
            "the log's line about health"
        );
        Assert.StartsWith(reason, HealthLine().Match(server.Output).Groups["reason"].Value, StringComparison.Ordinal);
        Assert.True(await SignsInAsync(server), server.Output);
    }

    [GeneratedRegex(
        @"The health check metadata is Degraded: contoso: using the metadata read at \S+; (?<reason>.+)",
        RegexOptions.None,
        1000
    )]
    private static partial Regex HealthLine();

    private static Task Fine(HttpContext context) =>
        context.Response.Body.WriteAsync(new TestMetadata().ToBytes(), context.RequestAborted).AsTask();

    private static Task Redirect(HttpContext context)
    {
        context.Response.Redirect("http://169.254.169.254/latest/meta-data/");
        return Task.CompletedTask;
    }

    /// <summary>A gigabyte, without saying so beforehand.</summary>
    private static async Task GigabyteAsync(HttpContext context)
    {
        var piece = new byte[1024 * 1024];
        Array.Fill(piece, (byte)' ');
        for (var i = 0; i < 1024; i++)
        {
            await context.Response.Body.WriteAsync(piece, context.RequestAborted);
        }
    }

    private static ServerSettings Settings(string metadataUrl, string? fabrikam = null) =>
        new()
        {
            ["Metadata"] = new { Timeout = "00:00:05" },
            ["Organizations"] = new[] { ("contoso", (string?)metadataUrl), ("fabrikam", fabrikam) }
                .Where(organization => organization.Item2 is not null)
                .ToDictionary(
                    organization => organization.Item1,
                    organization => new
                    {
                        PrimaryDomain = TestTenant.PrimaryDomain,
                        TenantDomain = TestTenant.Domain,
                        Connection = new { MetadataUrl = organization.Item2, AllowUnsolicited = true },
                    },
                    StringComparer.Ordinal
                ),
        };

    private static async Task<WebApplication> ServeAsync(int port, RequestDelegate? answer = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        var server = builder.Build();
        server.Run(answer ?? Fine);
        await server.StartAsync();
        return server;
    }

    private static async Task<bool> SignsInAsync(ServerProcess server, X509Certificate2? signedBy = null)
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        var response = TestIdp
            .Create()
            .At(DateTimeOffset.UtcNow)
            .Member()
            .For(server.BaseUrl + "/Saml2")
            .SentTo(server.BaseUrl + "/Saml2/Acs")
            .Unsolicited()
            .SignWith(signedBy ?? TestCertificates.Idp)
            .SignedResponse();
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
