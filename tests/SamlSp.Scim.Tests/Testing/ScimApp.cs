using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SamlSp.AspNetCore;
using SamlSp.Directory;
using SamlSp.Testing;

namespace SamlSp.Scim.Tests;

/// <summary>An application with sign-in, store and provisioning, with Contoso and Fabrikam as its organizations.</summary>
public sealed class ScimApp : IAsyncDisposable
{
    public const string Token = "contoso-secret-token-0123456789abcdef";
    public const string FabrikamToken = "fabrikam-secret-token-0123456789abcdef";
    public const string ReaderGroup = "0c1d86f3-27a8-4be5-9f63-5a9f0b7e1c09";

    private readonly WebApplication _app;
    private readonly string? _folder;

    private ScimApp(WebApplication app, string? folder, MutableTimeProvider clock, Log log) =>
        (_app, _folder, Clock, Logged) = (app, folder, clock, log);

    public MutableTimeProvider Clock { get; }

    public Log Logged { get; }

    public IServiceProvider Services => _app.Services;

    internal IProvisioningTokens Tokens => Services.GetRequiredService<IProvisioningTokens>();

    public static async Task<ScimApp> StartAsync(
        Action<OrganizationOptions>? contoso = null,
        StorageOptions? storage = null,
        Action<IServiceCollection>? services = null
    )
    {
        storage ??= await ChosenStore.NewAsync();
        var clock = TestClock.Create();
        var folder = storage is null ? System.IO.Directory.CreateTempSubdirectory("samlsp-scim-").FullName : null;
        var log = new Log();
        var builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { EnvironmentName = "Production", ContentRootPath = folder }
        );
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders().AddProvider(log);
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddAuthorization();
        builder
            .Services.AddAuthentication()
            .AddSamlSp(options =>
            {
                options.BaseUrl = TestSp.BaseUrl;
                var organization = new OrganizationOptions
                {
                    Domains = [TestTenant.PrimaryDomain],
                    PrimaryDomain = TestTenant.PrimaryDomain,
                    TenantDomain = TestTenant.Domain,
                    Roles = { ["reader"] = [ReaderGroup] },
                };
                organization.Connection.AllowUnsolicited = true;
                organization.Provisioning.Tokens = [Token];
                contoso?.Invoke(organization);
                options.Organizations["contoso"] = organization;
                options.Organizations["fabrikam"] = new() { Provisioning = { Tokens = [FabrikamToken] } };
            });
        builder.Services.AddSamlSpDirectory(storage ?? new StorageOptions { ConnectionString = "Data Source=samlsp.db" });
        builder.Services.AddSamlSpScim();
        builder.Services.AddSingleton<IIdentityProviderMetadataSource, Metadata>();
        services?.Invoke(builder.Services);
        var app = builder.Build();
        app.UseSamlSpSecurityHeaders();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapSamlSp();
        app.MapSamlSpScim();
        await app.StartAsync();
        return new(app, folder, clock, log);
    }

    /// <summary>A client as a browser is one, without cookies kept.</summary>
    public HttpClient Client() => new(_app.GetTestServer().CreateHandler()) { BaseAddress = new(TestSp.BaseUrl) };

    public Task<ScimAnswerOf> GetAsync(string path, string token = Token, string organization = "contoso") =>
        SendAsync(HttpMethod.Get, path, null, token, organization);

    public Task<ScimAnswerOf> PostAsync(string path, string body, string token = Token, string organization = "contoso") =>
        SendAsync(HttpMethod.Post, path, body, token, organization);

    public Task<ScimAnswerOf> PatchAsync(string path, string operations) =>
        SendAsync(
            HttpMethod.Patch,
            path,
            $$"""{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":{{operations}}}"""
        );

    public Task<ScimAnswerOf> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path, null);

    public Task<ScimAnswerOf> FindAsync(string filter, string endpoint = "Users") =>
        GetAsync($"{endpoint}?filter={Uri.EscapeDataString(filter)}");

    public async Task<ScimAnswerOf> SendAsync(
        HttpMethod method,
        string path,
        string? body,
        string? token = Token,
        string organization = "contoso",
        Action<HttpRequestMessage>? change = null
    )
    {
        using var request = new HttpRequestMessage(method, $"/scim/v2/{organization}/{path}");
        if (token is not null)
        {
            request.Headers.Authorization = new("Bearer", token);
        }

        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/scim+json"));
        }

        change?.Invoke(request);
        using var client = Client();
        var response = await client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        if (text.Length > 0)
        {
            Assert.Equal("application/scim+json", response.Content.Headers.ContentType?.MediaType);
        }

        return new(response.StatusCode, text.Length == 0 ? [] : JsonNode.Parse(text)!.AsObject(), response);
    }

    /// <summary>Creates a user as Entra does.</summary>
    public async Task<ScimAnswerOf> CreateUserAsync(string name, string? externalId = null, string extra = "")
    {
        var answer = await PostAsync("Users", User(name, externalId, extra));
        Assert.True(answer.Status == HttpStatusCode.Created, answer.Json.ToJsonString());
        return answer;
    }

    public static string User(string name, string? externalId = null, string extra = "") =>
        $$"""
            {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],
            "externalId":"{{externalId
                ?? Guid.NewGuid().ToString()}}","userName":"{{name}}@example.com","active":true,"displayName":"{{name}} Doe",
            "emails":[{"primary":true,"type":"work","value":"{{name}}@example.com"}],"name":{"formatted":"{{name}} Doe","familyName":"Doe","givenName":"{{name}}"}{{extra}}}
            """;

    /// <summary>Signs a user in (IdP-initiated); the cookie, or the page that refuses.</summary>
    public async Task<(HttpStatusCode Status, string? Cookie)> SignInAsync(Func<TestIdp, TestIdp> who)
    {
        using var client = Client();
        var response = await client.PostAsync(
            new Uri("/Saml2/Acs", UriKind.Relative),
            new FormUrlEncodedContent([
                KeyValuePair.Create(
                    "SAMLResponse",
                    who(TestIdp.Create().At(Clock.GetUtcNow())).Unsolicited().SignedResponse().ToFormValue()
                ),
            ])
        );
        var cookie = response.Headers.TryGetValues("Set-Cookie", out var set)
            ? set.FirstOrDefault(c => c.StartsWith("__Host-" + SamlSpDefaults.SessionScheme, StringComparison.Ordinal))?.Split(';')[0]
            : null;
        return (response.StatusCode, cookie);
    }

    /// <summary>The session of a cookie; null when it is over.</summary>
    public async Task<JsonObject?> SessionAsync(string? cookie)
    {
        using var client = Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/session");
        request.Headers.Add("Cookie", cookie);
        var response = await client.SendAsync(request);
        return response.IsSuccessStatusCode ? JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject() : null;
    }

    /// <summary>The provisioning log, newest first.</summary>
    public async Task<IReadOnlyList<AuditEntry>> LogAsync(string organization = "contoso")
    {
        await Services.GetRequiredService<ProvisioningLog>().FlushAsync(default);
        return
        [
            .. (await Services.GetRequiredService<IAuditTrail>().ListAsync(organization, null, 1000, default)).Where(e =>
                e.Action == AuditActions.ProvisioningRequest
            ),
        ];
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        if (_folder is not null)
        {
            System.IO.Directory.Delete(_folder, recursive: true);
        }
    }

    private sealed class Metadata : IIdentityProviderMetadataSource
    {
        public byte[]? Find(string organization) =>
            organization switch
            {
                "contoso" => new TestMetadata().ToBytes(),
                "fabrikam" => new TestMetadata
                {
                    EntityId = TestTenant.HomeIssuer,
                    Certificates = [TestCertificates.IdpNext],
                    SignedBy = TestCertificates.IdpNext,
                }.ToBytes(),
                _ => null,
            };
    }

    /// <summary>Keeps every line.</summary>
    public sealed class Log() : LogSink(LogLevel.Information)
    {
        private readonly System.Collections.Concurrent.ConcurrentQueue<string> _lines = new();

        public string Text => string.Join('\n', _lines);

        protected override void Add(
            LogLevel level,
            EventId id,
            string text,
            IReadOnlyList<KeyValuePair<string, object?>> values,
            Exception? exception
        ) => _lines.Enqueue($"{level}: {text}{exception}");
    }
}
