using System.Text.Json;
using SamlSp.Testing;

namespace SamlSp.Load;

/// <summary>The built server: one node or several, on SQLite or PostgreSQL, behind nginx where there are several.</summary>
internal sealed class ServerSystem : IMeasuredSystem, IAsyncDisposable
{
    private readonly List<Launched> _nodes = [];
    private PostgreSqlCluster? _postgreSql;
    private Launched? _proxy;

    private ServerSystem(string folder, string baseUrl) => (Folder, BaseUrl) = (folder, baseUrl);

    /// <summary>Token for SCIM.</summary>
    public const string ProvisioningToken = "load-token-4f1c0b7ad5e94a0e9d2b6c8f7e3a1d50";

    public string BaseUrl { get; }

    public string Folder { get; }

    public IReadOnlyList<Launched> Nodes => _nodes;

    public PostgreSqlCluster? PostgreSql => _postgreSql;

    /// <summary>Starts everything and waits until it is ready.</summary>
    /// <param name="server">The path of SamlSp.Server.dll, or of the program itself.</param>
    /// <param name="nodes">How many nodes; more than one are put behind nginx.</param>
    /// <param name="postgreSql">Whether the store is PostgreSQL.</param>
    /// <param name="environment">More environment variables for the nodes.</param>
    /// <param name="folder">A folder to go on with.</param>
    public static async Task<ServerSystem> StartAsync(
        string server,
        int nodes = 1,
        bool postgreSql = false,
        IReadOnlyDictionary<string, string>? environment = null,
        string? folder = null
    )
    {
        folder ??= Directory.CreateTempSubdirectory("samlsp-load").FullName;
        var ports = Enumerable.Range(0, nodes + 1).Select(_ => LoopbackPort.Free()).ToList();
        var system = new ServerSystem(folder, $"http://127.0.0.1:{ports[nodes > 1 ? nodes : 0]}");
        try
        {
            if (postgreSql)
            {
                system._postgreSql = await PostgreSqlCluster.StartAsync(Directory.CreateTempSubdirectory("samlsp-load-pg").FullName);
            }

            var config = await system.WriteSettingsAsync();
            for (var node = 0; node < nodes; node++)
            {
                var url = $"http://127.0.0.1:{ports[node]}";
                var variables = new Dictionary<string, string>(
                    environment ?? new Dictionary<string, string>(StringComparer.Ordinal),
                    StringComparer.Ordinal
                )
                {
                    ["SAMLSP_CONFIG"] = config,
                    ["ASPNETCORE_ENVIRONMENT"] = "Production",
                };
                string[] command = server.EndsWith(".dll", StringComparison.Ordinal)
                    ? ["dotnet", server, "--urls", url]
                    : [server, "--urls", url];
                system._nodes.Add(
                    await Launched.StartAsync(
                        Path.Combine(folder, $"node{node + 1}.log"),
                        url + "/healthz/ready",
                        variables,
                        command[0],
                        command[1..]
                    )
                );
            }

            if (nodes > 1)
            {
                system._proxy = await NginxProxy.StartAsync(Path.Combine(folder, "nginx"), ports[nodes], ports.Take(nodes));
            }

            return system;
        }
        catch
        {
            await system.DisposeAsync();
            throw;
        }
    }

    public IReadOnlyDictionary<string, double> CpuSeconds()
    {
        var parts = new Dictionary<string, double>(StringComparer.Ordinal)
        {
            [Parts.Nodes] = _nodes.Sum(n => ProcessMeter.CpuSeconds(n.Id)),
        };
        if (_proxy is not null)
        {
            parts[Parts.Proxy] = ProcessMeter.CpuSeconds(_proxy.Id);
        }

        if (_postgreSql is not null)
        {
            parts[Parts.Database] = ProcessMeter.CpuSeconds(_postgreSql.Id);
        }

        return parts;
    }

    public long ResidentBytes() => ProcessMeter.ResidentBytes(_nodes[0].Id);

    public async ValueTask DisposeAsync()
    {
        if (_proxy is not null)
        {
            await _proxy.DisposeAsync();
        }

        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }

        if (_postgreSql is not null)
        {
            await _postgreSql.DisposeAsync();
        }
    }

    /// <summary>One organization whose identity provider is ours, and no limit for the one address that everything comes from.</summary>
    private async Task<string> WriteSettingsAsync()
    {
        var metadata = Path.Combine(Folder, "metadata.xml");
        await File.WriteAllBytesAsync(metadata, new TestMetadata().ToBytes());
        object storage = _postgreSql is null
            ? new { Provider = "Sqlite", ConnectionString = $"Data Source={Path.Combine(Folder, "samlsp.db")}" }
            : new { Provider = "PostgreSql", _postgreSql.ConnectionString };
        var organization = new
        {
            TestTenant.PrimaryDomain,
            TenantDomain = TestTenant.Domain,
            Connection = new { MetadataFile = metadata, AllowUnsolicited = true },
            Provisioning = new { Tokens = new[] { ProvisioningToken } },
        };
        var settings = new
        {
            SamlSp = new
            {
                BaseUrl,
                Certificates = new { Directory = Path.Combine(Folder, "certs") },
                Storage = storage,
                RateLimits = new { SignInPerMinute = 0, ProvisioningPerMinute = 0 },
                Organizations = new { load = organization },
            },
        };
        var file = Path.Combine(Folder, "samlsp.json");
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(settings));
        return file;
    }
}
