using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SamlSp.AspNetCore;
using SamlSp.Directory;
using SamlSp.Scim;
using SamlSp.Testing;

namespace SamlSp.Benchmarks;

/// <summary>The provisioning endpoints on Kestrel, over loopback, with a store of their own.</summary>
internal sealed class ScimServer : IAsyncDisposable
{
    private const string Token = "benchmark-token-0123456789abcdef";

    private readonly WebApplication _app;
    private readonly HttpClient _client;

    private ScimServer(WebApplication app, HttpClient client) => (_app, _client) = (app, client);

    public static async Task<ScimServer> StartAsync(StorageOptions storage)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder
            .Services.AddAuthentication()
            .AddSamlSp(options =>
            {
                options.BaseUrl = TestSp.BaseUrl;
                options.Organizations["contoso"] = new() { Provisioning = { Tokens = [Token] } };
            });
        builder.Services.AddSamlSpDirectory(storage);
        builder.Services.AddSamlSpScim();
        builder.Services.Configure<SamlSpRateLimitOptions>(limits => limits.ProvisioningPerMinute = 0);
        builder.Services.AddSingleton<IIdentityProviderMetadataSource, Metadata>();
        var app = builder.Build();
        app.UseAuthentication();
        app.MapSamlSpScim();
        await app.StartAsync();
        var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 64 })
        {
            BaseAddress = new(
                app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/scim/v2/contoso/"
            ),
        };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        return new(app, client);
    }

    public async Task<JsonObject> SendAsync(HttpMethod method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/scim+json"));
        }

        using var response = await _client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        if (!response.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"{method} {path}: {(int)response.StatusCode} {text}");
        }

        return text.Length == 0 ? [] : JsonNode.Parse(text)!.AsObject();
    }

    /// <summary>Rows as provisioning leaves them, made by the database: a million requests would take longer than they are worth.</summary>
    public async Task FillAsync(int count)
    {
        await SendAsync(HttpMethod.Get, "Users?count=1");
        await using var context = await _app.Services.GetRequiredService<IDbContextFactory<DirectoryContext>>().CreateDbContextAsync();
        context.Database.SetCommandTimeout(TimeSpan.FromHours(1));
        var sqlite = context.Database.ProviderName!.Contains("Sqlite", StringComparison.Ordinal);
        var number = sqlite ? "printf('%012d', i)" : "lpad(i::text, 12, '0')";
        var (flag, series) = sqlite
            ? ("0", $"(WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {count}) SELECT i FROM n)")
            : ("false", $"generate_series(0, {count} - 1)");
        var name = "'bulk' || i || '@example.com'";
        await using var transaction = await context.Database.BeginTransactionAsync();
        string[] statements =
        [
            $"INSERT INTO users (organization, id, tenant_id, object_id, object_id_lower, external_id, name_id, name_id_lower, display_name, mail, mail_lower, user_type, org_unit_path, org_unit_lower, org_unit_pinned, suspended, created_at, updated_at, sort_name, search_text) "
                + $"SELECT 'contoso', '00000000-0000-7000-8000-' || {number}, '', 'e-' || {number}, 'e-' || {number}, 'e-' || {number}, {name}, {name}, 'User ' || i, {name}, {name}, 'Member', '/', '/', {flag}, {flag}, 0, 0, 'user ' || i, 'user ' || i FROM {series} AS s(i)",
            $"INSERT INTO provisioned_users (organization, user_id, user_name, user_name_lower, document) SELECT 'contoso', '00000000-0000-7000-8000-' || {number}, {name}, {name}, "
                + $"'[\"name\":[\"formatted\":\"User\",\"familyName\":\"Bulk\"],\"title\":\"Clerk\"]' FROM {series} AS s(i)",
            $"INSERT INTO provisioned_emails (organization, address, user_id) SELECT 'contoso', {name}, '00000000-0000-7000-8000-' || {number} FROM {series} AS s(i)",
        ];
        foreach (var statement in statements)
        {
            // SQLite knows no column names behind AS; braces would be parameters.
            var sql = (sqlite ? statement.Replace(" AS s(i)", " AS s", StringComparison.Ordinal) : statement)
                .Replace("'[\"name\":[", "'{{\"name\":{{", StringComparison.Ordinal)
                .Replace("\"Bulk\"]", "\"Bulk\"}}", StringComparison.Ordinal)
                .Replace("\"Clerk\"]'", "\"Clerk\"}}'", StringComparison.Ordinal);
            await context.Database.ExecuteSqlRawAsync(sql);
        }

        await transaction.CommitAsync();
        await context.Database.ExecuteSqlRawAsync("ANALYZE");
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    private sealed class Metadata : IIdentityProviderMetadataSource
    {
        public byte[] Find(string organization) => new TestMetadata().ToBytes();
    }
}
