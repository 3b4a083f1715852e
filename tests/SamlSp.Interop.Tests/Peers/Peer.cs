using System.Security.Cryptography.X509Certificates;
using SamlSp.Testing;

namespace SamlSp.Interop.Tests;

/// <summary>
/// An identity provider of others, and our server with an organization that uses it. Both have the same clock, which a test can move. Users
/// have to authenticate anew every hour.
/// </summary>
public abstract class Peer : IAsyncLifetime
{
    private PeerProcess? _process;
    private ServerProcess? _server;
    private FakeTime? _time;
    private TimeSpan _ahead;

    /// <summary>The identity provider's address.</summary>
    public string Url { get; } = $"http://127.0.0.1:{LoopbackPort.Free()}";

    /// <summary>Our server.</summary>
    public ServerProcess Server => _server!;

    /// <summary>Our server's address.</summary>
    public string SpUrl { get; } = $"http://127.0.0.1:{LoopbackPort.Free()}";

    /// <summary>Our server's entity ID.</summary>
    public string SpEntityId => SpUrl + "/Saml2";

    /// <summary>What both have printed.</summary>
    public string Output => $"{_process?.Output}\n{_server?.Output}";

    /// <summary>The folder of both.</summary>
    protected string Folder { get; } = System.IO.Directory.CreateTempSubdirectory("samlsp-peer").FullName;

    /// <summary>The environment of the identity provider: the common clock, and a folder of its own for what it writes.</summary>
    protected IReadOnlyDictionary<string, string> Variables =>
        new Dictionary<string, string>(_time!.Variables) { ["TMPDIR"] = Folder, ["PYTHONDONTWRITEBYTECODE"] = "1" };

    /// <summary>The folder with the programs of this project.</summary>
    protected static string Programs { get; } = Path.Combine(Repository.Root, "tests/SamlSp.Interop.Tests/Peers");

    /// <inheritdoc />
    public async Task InitializeAsync()
    {
        _time = new(Folder);
        using var pair = TestCertificates.CreateRsa("idp.example.org");
        using var key = pair.GetRSAPrivateKey()!;
        await File.WriteAllTextAsync(Path.Combine(Folder, "idp.crt"), pair.ExportCertificatePem());
        await File.WriteAllTextAsync(Path.Combine(Folder, "idp.key"), key.ExportPkcs8PrivateKeyPem());
        _process = await StartAsync();
        try
        {
            _server = await ServerProcess.StartAsync(
                new()
                {
                    ["Organizations"] = new Dictionary<string, object>
                    {
                        ["peer"] = new
                        {
                            KeyClaim,
                            NameId,
                            Attributes,
                            // Without a UPN, the rules for Entra's guests would put users into /guests.
                            OrgUnitPath = "\"/\"",
                            OrgUnits = new Dictionary<string, object>
                            {
                                ["/"] = new { Session = new { Reauthentication = "Required", Frequency = "01:00:00" } },
                            },
                            Connection = await ConnectAsync(),
                        },
                    },
                },
                port: new Uri(SpUrl).Port,
                variables: _time.Variables
            );
            await CompleteAsync();
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc />
    public async Task DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        System.IO.Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Moves the clock of both on.</summary>
    public void Advance(TimeSpan by) => _time!.SetAhead(_ahead += by);

    /// <summary>The address at which the identity provider starts a sign-in; null if it does not.</summary>
    /// <param name="relayState">Where the user wants to go.</param>
    public virtual string? StartUrl(string relayState) => $"{Url}/start?RelayState={Uri.EscapeDataString(relayState)}";

    /// <summary>The address at which the identity provider starts a logout; null if it does not.</summary>
    public virtual string? StartLogoutUrl => Url + "/logout";

    /// <summary>Types name and password on the identity provider's page.</summary>
    internal virtual Task TypePasswordAsync(HttpBrowser browser) => browser.SubmitAsync(("user", "dwho"), ("password", "dwho"));

    /// <summary>Whether the browser is at the identity provider's page that asks for the password.</summary>
    internal virtual bool AsksForPassword(HttpBrowser browser) =>
        browser.Location.OriginalString.StartsWith(Url, StringComparison.Ordinal)
        && browser.Page.QuerySelector("input[type=password]") is not null;

    /// <summary>Goes on to the page that asks for the password, where the identity provider asks first whether to renew the session.</summary>
    internal virtual Task RenewAsync(HttpBrowser browser) => Task.CompletedTask;

    /// <summary>The claim with the immutable key.</summary>
    protected virtual string KeyClaim => "uid";

    /// <summary>The rules for the NameID: the one that is asserted.</summary>
    protected virtual object NameId => new { Fallback = "AssertedNameId" };

    /// <summary>Which claim fills which user attribute, by name.</summary>
    protected virtual IReadOnlyDictionary<string, string> Attributes => new Dictionary<string, string>();

    /// <summary>Starts the identity provider.</summary>
    protected abstract Task<PeerProcess> StartAsync();

    /// <summary>The organization's connection.</summary>
    protected abstract Task<object> ConnectAsync();

    /// <summary>Tells the identity provider about our server, which runs by now.</summary>
    protected virtual Task CompleteAsync() => Task.CompletedTask;

    /// <summary>What an address of the identity provider answers.</summary>
    protected static async Task<string> GetAsync(string url)
    {
        using var client = new HttpClient();
        return await client.GetStringAsync(new Uri(url));
    }
}
