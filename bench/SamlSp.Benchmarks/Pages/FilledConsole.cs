using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Xml.Linq;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SamlSp.AspNetCore;
using SamlSp.Console;
using SamlSp.Directory;
using SamlSp.Testing;

namespace SamlSp.Benchmarks;

/// <summary>
/// The console on loopback over a SQLite file with so many people and live sessions in it, with an owner who is signed in.
/// </summary>
internal sealed class FilledConsole : IAsyncDisposable
{
    /// <summary>Audit entries.</summary>
    public const int Entries = 200_000;

    /// <summary>Sign-ins that are remembered.</summary>
    public const int Traces = 50_000;

    private const string OwnersGroup = "00000000-0000-0000-0000-00000000000a";
    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("samlsp-console-bench-").FullName;
    private readonly HttpClient _client;
    private readonly WebApplication _app;

    private FilledConsole()
    {
        var baseUrl = $"http://127.0.0.1:{LoopbackPort.Free()}";
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production", ContentRootPath = _folder });
        builder.WebHost.UseUrls(baseUrl);
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IIdentityProviderMetadataSource, Metadata>();
        builder.Services.AddSamlSpDirectory(new StorageOptions { ConnectionString = "Data Source=console.db" });
        builder.Services.AddAuthorization();
        builder
            .Services.AddAuthentication()
            .AddSamlSp(options =>
            {
                options.BaseUrl = baseUrl;
                options.Certificates.Directory = Path.Combine(_folder, "certs");
                options.Organizations["contoso"] = new()
                {
                    DisplayName = "Contoso",
                    Domains = [TestTenant.PrimaryDomain],
                    PrimaryDomain = TestTenant.PrimaryDomain,
                    TenantDomain = TestTenant.Domain,
                    Roles = { ["owner"] = [OwnersGroup] },
                };
            });
        builder.Services.AddSamlSpConsole();
        _app = builder.Build();
        _app.UseSamlSpSecurityHeaders();
        _app.UseAuthentication();
        _app.UseSamlSpTerms();
        _app.UseAuthorization();
        _app.MapSamlSp();
        _app.MapSamlSpConsole();
        _client = new(new SocketsHttpHandler { CookieContainer = new(), AllowAutoRedirect = false }) { BaseAddress = new(baseUrl) };
        _client.DefaultRequestHeaders.Add("Accept", "text/html");
    }

    /// <summary>The pages with their names.</summary>
    public IReadOnlyList<(string Name, string Path)> Pages { get; } =
    [
        ("Overview", "/console"),
        ("Users", "/console/users"),
        ("Users, by a text that one has", "/console/users?text=person%200077123"),
        ("Users, by a text that many have", "/console/users?text=person"),
        ("Users, guests in /guests", "/console/users?unit=/guests&type=EntraGuest"),
        ("Users, suspended", "/console/users?state=Suspended"),
        ("A user", "/console/users/" + UserId(77)),
        ("Org units", "/console/units"),
        ("An org unit", "/console/units/unit?path=/guests"),
        ("Sessions", "/console/sessions"),
        ("Sessions of a unit", "/console/sessions?unit=/guests"),
        ("Sessions by a text that one has", "/console/sessions?text=person77@"),
        ("Sign-ins", "/console/sign-ins"),
        ("Sign-ins of 7 days", "/console/sign-ins?hours=168"),
        ("Sign-in settings", "/console/settings"),
        ("Claim rules", "/console/rules"),
        ("Provisioning", "/console/provisioning"),
        ("Certificates", "/console/certificates"),
        ("Audit", "/console/audit"),
        ("Audit of a user", "/console/audit?about=" + UserId(77)),
        ("Audit by action", "/console/audit?action=user.moved"),
        ("My account", "/console/account"),
    ];

    public static async Task<FilledConsole> StartAsync(int people, int sessions)
    {
        var console = new FilledConsole();
        await console._app.StartAsync();
        await console.SignInAsync();
        await console.FillAsync(people, sessions);
        return console;
    }

    /// <summary>Opens a page, and fails unless it is there.</summary>
    public async Task GetAsync(string path)
    {
        using var answer = await _client.GetAsync(new Uri(path, UriKind.Relative));
        if (answer.StatusCode != HttpStatusCode.OK)
        {
            throw new InvalidOperationException($"{path}: {answer.StatusCode}");
        }

        await answer.Content.CopyToAsync(Stream.Null);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
        SqliteConnection.ClearAllPools();
        System.IO.Directory.Delete(_folder, recursive: true);
    }

    private static string UserId(int number) => $"01900000-0000-7000-8000-{number:x12}";

    private async Task SignInAsync()
    {
        using var started = await _client.GetAsync(new Uri("/Saml2/SignIn?organization=contoso&ReturnUrl=/console", UriKind.Relative));
        var query = System.Web.HttpUtility.ParseQueryString(started.Headers.Location!.Query);
        await using var inflate = new DeflateStream(
            new MemoryStream(Convert.FromBase64String(query["SAMLRequest"]!)),
            CompressionMode.Decompress
        );
        var id = XElement.Load(inflate).Attribute("ID")!.Value;
        var baseUrl = _client.BaseAddress!.ToString().TrimEnd('/');
        var response = TestIdp
            .Create()
            .At(DateTimeOffset.UtcNow)
            .Member("owner")
            .InGroups(OwnersGroup)
            .For(baseUrl + "/Saml2")
            .SentTo(baseUrl + "/Saml2/Acs")
            .Answering(id)
            .SignedResponse();
        using var form = new FormUrlEncodedContent([
            KeyValuePair.Create("SAMLResponse", response.ToFormValue()),
            KeyValuePair.Create("RelayState", query["RelayState"]!),
        ]);
        using var answer = await _client.PostAsync(new Uri("/Saml2/Acs", UriKind.Relative), form);
        if (answer.StatusCode != HttpStatusCode.SeeOther)
        {
            throw new InvalidOperationException(await answer.Content.ReadAsStringAsync());
        }
    }

    private async Task FillAsync(int people, int sessions)
    {
        await using var store = new SqliteConnection($"Data Source={Path.Combine(_folder, "console.db")};Pooling=False");
        await store.OpenAsync();
        await using var transaction = (SqliteTransaction)await store.BeginTransactionAsync();
        var now = DateTimeOffset.UtcNow;

        // One statement for each table: the database counts for us.
        await RunAsync(
            store,
            transaction,
            $"""
            WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {people})
            INSERT INTO users (organization, id, tenant_id, object_id, object_id_lower, name_id, name_id_lower, display_name, mail, mail_lower, user_type, org_unit_path, org_unit_pinned, suspended, created_at, updated_at, last_sign_in_at, sort_name, search_text, org_unit_lower, rights_version)
            SELECT 'contoso', printf('01900000-0000-7000-8000-%012x', i), '{TestTenant.Id}', printf('00000000-0000-4000-8000-%012x', i), printf('00000000-0000-4000-8000-%012x', i),
                'person' || i || '@example.com', 'person' || i || '@example.com', printf('Person %07d', i), 'person' || i || '@example.com', 'person' || i || '@example.com',
                CASE i % 5 WHEN 0 THEN 'EntraGuest' ELSE 'Member' END, CASE i % 5 WHEN 0 THEN '/guests' WHEN 1 THEN '/sales' ELSE '/' END, 0, i % 1000 = 3,
                {now.UtcTicks} - i, {now.UtcTicks} - i, {now.UtcTicks} - i, printf('person %07d', i), printf('person %07d', i) || char(10) || 'person' || i || '@example.com',
                CASE i % 5 WHEN 0 THEN '/guests' WHEN 1 THEN '/sales' ELSE '/' END, 1 FROM n
            """
        );
        await RunAsync(
            store,
            transaction,
            $"""
            WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {sessions})
            INSERT INTO sessions ({await ColumnsAsync(store, transaction)})
            SELECT {await SessionValuesAsync(store, transaction, now)} FROM n, (SELECT * FROM sessions LIMIT 1) s
            """
        );
        await RunAsync(
            store,
            transaction,
            $"""
            WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {Entries})
            INSERT INTO audit_entries (at, organization, actor, action, target)
            SELECT {now.UtcTicks} - ({Entries} - i) * 10000000, 'contoso', printf('01900000-0000-7000-8000-%012x', i % {people}), CASE i % 50 WHEN 0 THEN 'user.moved' ELSE 'session.started' END, printf('01900000-0000-7000-8000-%012x', i % {people}) FROM n
            """
        );
        await transaction.CommitAsync();
        var traces = _app.Services.GetRequiredService<ISignInTraceStore>();
        var checks = new[] { new SignInCheck(SignInChecks.Message, true, null), new SignInCheck(SignInChecks.UsedOnce, true, null) };
        for (var batch = 0; batch < Traces / 1000; batch++)
        {
            await traces.AddAsync(
                [
                    .. Enumerable
                        .Range(batch * 1000, 1000)
                        .Select(i => new SignInTraceEntry
                        {
                            Reference = $"{i / 100000:D5}-{i % 100000:D5}",
                            At = now - TimeSpan.FromMinutes(i / 5.0),
                            Organization = "contoso",
                            Code = i % 11 == 0 ? "signature_invalid" : null,
                            Reason = i % 11 == 0 ? "The signature does not match." : null,
                            UserId = i % 11 == 0 ? null : UserId(i % people),
                            Milliseconds = 1.5,
                            Checks = checks,
                        }),
                ],
                default
            );
        }

        await RunAsync(store, null, "ANALYZE");
    }

    private static async Task<string> ColumnsAsync(SqliteConnection store, SqliteTransaction transaction) =>
        string.Join(", ", await NamesAsync(store, transaction));

    /// <summary>
    /// Rows like the one that is there, each with a reference and a person of its own: so that a new column needs nothing here.
    /// </summary>
    private static async Task<string> SessionValuesAsync(SqliteConnection store, SqliteTransaction transaction, DateTimeOffset now) =>
        string.Join(
            ", ",
            (await NamesAsync(store, transaction)).Select(column =>
                column switch
                {
                    "reference" => "printf('sha256:%064x', i)",
                    "user_id" => "printf('01900000-0000-7000-8000-%012x', i)",
                    "name_id" or "asserted_name_id" => "'person' || i || '@example.com'",
                    "display_name" => "printf('Person %07d', i)",
                    "org_unit_path" => "CASE i % 5 WHEN 0 THEN '/guests' WHEN 1 THEN '/sales' ELSE '/' END",
                    "created_at" => string.Create(CultureInfo.InvariantCulture, $"{now.UtcTicks} - i * 10000000"),
                    _ => "s." + column,
                }
            )
        );

    private static async Task<IReadOnlyList<string>> NamesAsync(SqliteConnection store, SqliteTransaction transaction)
    {
        await using var command = new SqliteCommand("SELECT name FROM pragma_table_info('sessions')", store, transaction);
        await using var rows = await command.ExecuteReaderAsync();
        var names = new List<string>();
        while (await rows.ReadAsync())
        {
            names.Add(rows.GetString(0));
        }

        return names;
    }

    private static async Task RunAsync(SqliteConnection store, SqliteTransaction? transaction, string sql)
    {
        await using var command = new SqliteCommand(sql, store, transaction) { CommandTimeout = 600 };
        await command.ExecuteNonQueryAsync();
    }

    private sealed class Metadata : IIdentityProviderMetadataSource
    {
        public byte[]? Find(string organization) => new TestMetadata().ToBytes();
    }
}
