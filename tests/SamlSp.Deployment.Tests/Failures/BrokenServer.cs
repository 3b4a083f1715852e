using System.IO.Compression;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Web;
using SamlSp.Testing;

namespace SamlSp.Deployment.Tests;

/// <summary>
/// The built server with one thing broken, and what its operator has: the log, <c>samlsp health</c> and <c>samlsp trace</c>. Its one
/// organization has an identity provider of the test's own, whose clock is right.
/// </summary>
internal sealed partial class BrokenServer : IAsyncDisposable
{
    private readonly ServerProcess _server;
    private int _users;

    private BrokenServer(ServerProcess server) => _server = server;

    public string Log => _server.Output;

    public string Url => _server.BaseUrl;

    private string Keys => Path.Combine(_server.Folder, "certs");

    /// <summary>Starts it.</summary>
    /// <param name="folder">Its folder: store, keys, metadata.</param>
    /// <param name="storage">The section Storage; null for SQLite in the folder.</param>
    /// <param name="clock">How far its clock is ahead; negative: behind.</param>
    /// <param name="connection">The connection of the organization; null for metadata from a file.</param>
    /// <param name="port">The port; null takes a free one.</param>
    public static async Task<BrokenServer> StartAsync(
        string folder,
        object? storage = null,
        TimeSpan clock = default,
        object? connection = null,
        int? port = null
    )
    {
        var metadata = Path.Combine(folder, "idp.xml");
        if (!File.Exists(metadata))
        {
            await File.WriteAllBytesAsync(metadata, new TestMetadata().ToBytes());
        }

        var settings = new ServerSettings
        {
            ["Organizations"] = new
            {
                contoso = new
                {
                    PrimaryDomain = TestTenant.PrimaryDomain,
                    TenantDomain = TestTenant.Domain,
                    Connection = connection ?? new { MetadataFile = metadata },
                },
            },
        };
        if (storage is not null)
        {
            settings["Storage"] = storage;
        }

        FakeTime? time = null;
        if (clock != default)
        {
            time = new(folder);
            time.SetAhead(clock);
        }

        return new(await ServerProcess.StartAsync(settings, folder: folder, port: port, variables: time?.Variables, whenReady: false));
    }

    /// <summary>Signs a new user in, as a browser does.</summary>
    public async Task<BrokenSignIn> SignInAsync(X509Certificate2? signedBy = null)
    {
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new() });
        browser.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        using var start = await browser.GetAsync(new Uri(Url + "/Saml2/SignIn?organization=contoso"));
        if (start.Headers.Location is not { } location)
        {
            return await ReadAsync(start, wasSentAway: false);
        }

        var query = HttpUtility.ParseQueryString(location.Query);
        var name = "user" + Interlocked.Increment(ref _users);
        var response = TestIdp
            .Create()
            .At(DateTimeOffset.UtcNow)
            .Member(name)
            .For(Url + "/Saml2")
            .SentTo(Url + "/Saml2/Acs")
            .Answering(IdIn(query["SAMLRequest"]!))
            .SignWith(signedBy ?? TestCertificates.Idp)
            .SignedResponse();
        using var form = new FormUrlEncodedContent([
            KeyValuePair.Create("SAMLResponse", response.ToFormValue()),
            KeyValuePair.Create("RelayState", query["RelayState"]!),
        ]);
        using var answer = await browser.PostAsync(new Uri(Url + "/Saml2/Acs"), form);
        return await ReadAsync(answer, wasSentAway: true);
    }

    /// <summary>What <c>/healthz/ready</c> says to anybody.</summary>
    public async Task<(HttpStatusCode Status, string Word)> ReadyAsync()
    {
        using var client = new HttpClient();
        using var answer = await client.GetAsync(new Uri(Url + "/healthz/ready"));
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>The checks that are not healthy, with their reasons, as <c>samlsp health</c> shows them.</summary>
    public async Task<IReadOnlyDictionary<string, string>> HealthAsync()
    {
        var (_, output, error) = await ToolAsync("health", "--json");
        Assert.True(output.StartsWith('{'), output + error);
        return JsonDocument
            .Parse(output)
            .RootElement.GetProperty("checks")
            .EnumerateArray()
            .Where(check => check.GetProperty("status").GetString() != "Healthy")
            .ToDictionary(
                check => check.GetProperty("name").GetString()!,
                check => $"{check.GetProperty("status").GetString()}: {check.GetProperty("reason").GetString()}",
                StringComparer.Ordinal
            );
    }

    /// <summary>What <c>samlsp trace</c> prints.</summary>
    public async Task<string> TraceAsync(string reference)
    {
        var (_, output, error) = await ToolAsync("trace", reference);
        return output + error;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private Task<(int ExitCode, string Output, string Error)> ToolAsync(params string[] arguments) =>
        Script.TryAsync(
            "dotnet",
            [
                Path.Combine(Repository.Root, $"src/SamlSp.Tool/bin/{Repository.Configuration}/net10.0/samlsp.dll"),
                .. arguments,
                "--server",
                Url,
                "--certs",
                Keys,
            ]
        );

    private static async Task<BrokenSignIn> ReadAsync(HttpResponseMessage answer, bool wasSentAway)
    {
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        return new(answer.StatusCode, page, ReferencePattern().Match(page).Value, wasSentAway);
    }

    private static string IdIn(string request)
    {
        using var inflated = new DeflateStream(new MemoryStream(Convert.FromBase64String(request)), CompressionMode.Decompress);
        using var reader = new StreamReader(inflated);
        return IdPattern().Match(reader.ReadToEnd()).Groups["id"].Value;
    }

    [GeneratedRegex("[2-9A-Z]{5}-[2-9A-Z]{5}", RegexOptions.None, 1000)]
    private static partial Regex ReferencePattern();

    [GeneratedRegex(" ID=\"(?<id>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex IdPattern();
}

/// <summary>What a user got.</summary>
/// <param name="Status">The status.</param>
/// <param name="Page">The page's text.</param>
/// <param name="Reference">The reference number on it; empty when it has none.</param>
/// <param name="WasSentAway">Whether the browser was sent to the identity provider.</param>
internal sealed record BrokenSignIn(HttpStatusCode Status, string Page, string Reference, bool WasSentAway)
{
    public bool IsSignedIn => Status == HttpStatusCode.SeeOther;
}
