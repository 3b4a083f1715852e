using System.Net;
using System.Text;
using SamlSp.Testing;

namespace SamlSp.Server.Tests;

/// <summary>The built server as an operator runs it: a process, a settings file, a folder.</summary>
public sealed partial class ServerTests
{
    [Fact]
    public async Task SessionAndReplayCache_ServerRestarted_AreKept()
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("samlsp-restart").FullName;
        try
        {
            var port = LoopbackPort.Free();
            var cookies = new CookieContainer();
            string formValue;
            await using (var server = await StartAsync(folder, port))
            {
                using var client = Client(server, cookies);
                formValue = Unsolicited(server).SignedResponse().ToFormValue();
                using var signedIn = await PostAsync(client, formValue);
                Assert.True(signedIn.StatusCode == HttpStatusCode.SeeOther, server.Output);
                server.Kill();
            }

            await using (var server = await StartAsync(folder, port))
            {
                using var client = Client(server, cookies);
                Assert.Contains(
                    "alice@example.com",
                    await client.GetStringAsync(new Uri("/session", UriKind.Relative)),
                    StringComparison.Ordinal
                );
                using var otherClient = Client(server, new());
                using var replayed = await PostAsync(otherClient, formValue);
                Assert.Equal(HttpStatusCode.Forbidden, replayed.StatusCode);
                Assert.Contains("Refused: replayed", server.Output, StringComparison.Ordinal);
            }
        }
        finally
        {
            System.IO.Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Start_SeveralMistakes_PrintsAllAndExits()
    {
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            ServerProcess.StartAsync(
                new()
                {
                    ["Sandbox"] = new { Enabled = true },
                    ["Sesion"] = new { MaximumLifetime = "24:00:00" },
                    ["RateLimits"] = new { SignInPerMinute = "many" },
                    ["Storage"] = new { Provider = "Oracle" },
                }
            )
        );
        Assert.Contains("The server ended with 1:", refused.Message, StringComparison.Ordinal);
        foreach (
            var path in new[]
            {
                "SamlSp:Sandbox:Enabled: ",
                "SamlSp:Sesion: there is no such setting; did you mean Session?",
                "SamlSp:RateLimits:SignInPerMinute: 'many'",
                "SamlSp:Storage:Provider: ",
            }
        )
        {
            Assert.Contains("  - " + path, refused.Message, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("   at ", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task KeyRing_InTheStore_IsEncrypted()
    {
        await using var server = await ServerProcess.StartAsync([]);
        await using var store = new Microsoft.Data.Sqlite.SqliteConnection(
            $"Data Source={Path.Combine(server.Folder, "samlsp.db")};Mode=ReadOnly;Pooling=False"
        );
        await store.OpenAsync();
        await using var command = store.CreateCommand();
        command.CommandText = "SELECT xml FROM data_protection_keys";
        await using var rows = await command.ExecuteReaderAsync();
        Assert.True(await rows.ReadAsync());
        Assert.Contains("encryptedSecret", rows.GetString(0), StringComparison.Ordinal);
        Assert.DoesNotContain("<masterKey", rows.GetString(0), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sandbox_OutsideDevelopment_RefusesToStart()
    {
        await using var development = await ServerProcess.StartAsync(
            new() { ["Sandbox"] = new { Enabled = true } },
            environment: "Development"
        );
        using var client = Client(development, new());
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri("/sandbox/myapps", UriKind.Relative))).StatusCode);

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            ServerProcess.StartAsync(new() { ["Sandbox"] = new { Enabled = true } })
        );
        Assert.Contains("SamlSp:Sandbox:Enabled", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RateLimit_Exceeded_AnswersWithRetryAfter()
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("samlsp-limit").FullName;
        try
        {
            await using var server = await StartAsync(folder, LoopbackPort.Free(), new { SignInPerMinute = 5 });
            using var client = Client(server, new());
            HttpResponseMessage? last = null;
            for (var i = 0; i < 20; i++)
            {
                last?.Dispose();
                last = await client.GetAsync(new Uri("/Saml2", UriKind.Relative));
            }

            Assert.Equal(HttpStatusCode.TooManyRequests, last!.StatusCode);
            Assert.True(last.Headers.RetryAfter!.Delta > TimeSpan.Zero);
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri("/healthz/live", UriKind.Relative))).StatusCode);
            last.Dispose();
        }
        finally
        {
            System.IO.Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Response_AnyPath_HasNoServerHeaderAndForbidsFraming()
    {
        await using var server = await ServerProcess.StartAsync([]);
        using var client = Client(server, new());
        foreach (var path in new[] { "/", "/login", "/nowhere", "/healthz/ready", "/session", "/Saml2" })
        {
            using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
            Assert.False(answer.Headers.Contains("Server"));
            Assert.Contains(
                "frame-ancestors 'none'",
                answer.Headers.GetValues("Content-Security-Policy").Single(),
                StringComparison.Ordinal
            );
        }
    }

    private static TestIdp Unsolicited(ServerProcess server) =>
        TestIdp
            .Create()
            .Member()
            .Unsolicited()
            .At(DateTimeOffset.UtcNow)
            .SentTo(server.BaseUrl + "/Saml2/Acs")
            .For(server.BaseUrl + "/Saml2")
            .SignWith(Certificate.Value);

    private static readonly Lazy<System.Security.Cryptography.X509Certificates.X509Certificate2> Certificate = new(() =>
        TestCertificates.CreateRsa("idp", notBefore: DateTimeOffset.UtcNow.AddDays(-1), notAfter: DateTimeOffset.UtcNow.AddDays(30))
    );

    private static async Task<ServerProcess> StartAsync(
        string folder,
        int port,
        object? rateLimits = null,
        IReadOnlyDictionary<string, string>? variables = null
    )
    {
        var metadata = Path.Combine(folder, "idp.xml");
        await File.WriteAllTextAsync(
            metadata,
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
        return await ServerProcess.StartAsync(
            new()
            {
                ["Organizations"] = new
                {
                    contoso = new
                    {
                        PrimaryDomain = "example.com",
                        TenantDomain = TestTenant.Domain,
                        Connection = new { MetadataFile = metadata, AllowUnsolicited = true },
                    },
                },
                ["RateLimits"] = rateLimits ?? new { SignInPerMinute = 6000 },
            },
            folder: folder,
            port: port,
            variables: variables
        );
    }

    private static HttpClient Client(ServerProcess server, CookieContainer cookies)
    {
        var client = new HttpClient(new SocketsHttpHandler { CookieContainer = cookies, AllowAutoRedirect = false })
        {
            BaseAddress = new(server.BaseUrl),
        };
        client.DefaultRequestHeaders.Accept.ParseAdd("application/json");
        return client;
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, string formValue) =>
        client.PostAsync(
            new Uri("/Saml2/Acs", UriKind.Relative),
            new FormUrlEncodedContent([KeyValuePair.Create("SAMLResponse", formValue)])
        );
}
