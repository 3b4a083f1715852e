using System.Diagnostics;
using System.Globalization;
using SamlSp.Testing;

namespace SamlSp.Deployment.Tests;

/// <summary>
/// What <c>deploy/system.sh</c> starts: PostgreSQL, the sandbox tenant, two nodes, and nginx with the configuration of docker-compose.yml;
/// besides, a static site behind <c>deploy/nginx/gateway.conf.template</c>, and, where Caddy is installed, the same site on a host of its
/// own behind <c>deploy/caddy/Caddyfile</c>.
/// </summary>
public sealed class RunningSystem : IAsyncLifetime
{
    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("samlsp-system").FullName;
    private readonly int[] _ports = Ports(8);
    private Process? _caddy;

    private static string SystemScript => Path.Combine(Repository.Root, "deploy/system.sh");

    /// <summary>The address of nginx.</summary>
    public string Url => $"http://localhost:{_ports[0]}";

    public string NodeA => $"http://localhost:{_ports[1]}";

    public string NodeB => $"http://localhost:{_ports[2]}";

    /// <summary>The site itself, where only the proxies should get at it.</summary>
    public string Site => $"http://127.0.0.1:{_ports[5]}";

    /// <summary>The site's own host, behind Caddy.</summary>
    public string CaddyUrl => $"http://127.0.0.1:{_ports[6]}";

    /// <summary>The site's own host, behind nginx.</summary>
    public string HostUrl => $"http://127.0.0.1:{_ports[7]}";

    public static bool HasCaddy { get; } = Script.Has("caddy");

    public async Task InitializeAsync()
    {
        await WriteSiteAsync();
        await RunAsync("up");
        if (!HasCaddy)
        {
            return;
        }

        var start = new ProcessStartInfo(
            "caddy",
            ["run", "--adapter", "caddyfile", "--config", Path.Combine(Repository.Root, "deploy/caddy/Caddyfile")]
        )
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        foreach (
            var (name, value) in new[]
            {
                ("APP_HOST", CaddyUrl),
                ("SAMLSP_NODES", $"127.0.0.1:{_ports[1]} 127.0.0.1:{_ports[2]}"),
                ("APP", $"127.0.0.1:{_ports[5]}"),
                ("XDG_DATA_HOME", _folder),
                ("XDG_CONFIG_HOME", _folder),
            }
        )
        {
            start.Environment[name] = value;
        }

        _caddy = Process.Start(start)!;
        _caddy.ErrorDataReceived += (_, _) => { };
        _caddy.OutputDataReceived += (_, _) => { };
        _caddy.BeginErrorReadLine();
        _caddy.BeginOutputReadLine();
        using var client = new HttpClient();
        for (var attempt = 0; attempt < 100 && !_caddy.HasExited; attempt++)
        {
            try
            {
                using var answer = await client.GetAsync(new Uri(CaddyUrl + "/auth/jwks"));
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }

            await Task.Delay(100);
        }

        throw new InvalidOperationException(_caddy.HasExited ? "Caddy has ended: it cannot listen." : "Caddy is not ready.");
    }

    public Task KillAsync(string name) => RunAsync("kill", name);

    public Task StartAsync(string name) => RunAsync("start", name);

    public string Log(string name) => File.ReadAllText(Path.Combine(_folder, "logs", name + ".log"));

    public async Task DisposeAsync()
    {
        if (_caddy is { HasExited: false })
        {
            _caddy.Kill();
        }

        _caddy?.Dispose();
        await RunAsync("down");
        System.IO.Directory.Delete(_folder, recursive: true);
    }

    private Task<string> RunAsync(params string[] arguments) =>
        Script.RunAsync(
            "bash",
            [SystemScript, arguments[0], _folder, .. arguments.Skip(1)],
            new Dictionary<string, string>
            {
                ["SAMLSP_PORTS"] = string.Join(' ', _ports.Take(5).Select(p => p.ToString(CultureInfo.InvariantCulture))),
                ["SAMLSP_SERVER"] = Path.Combine(
                    Repository.Root,
                    $"src/SamlSp.Server/bin/{Repository.Configuration}/net10.0/SamlSp.Server.dll"
                ),
                ["SamlSp__Gateway__ReturnHosts__0"] = new Uri(CaddyUrl).Authority,
                ["SamlSp__Gateway__ReturnHosts__1"] = new Uri(HostUrl).Authority,
            }
        );

    /// <summary>A static site that, for the tests' eyes, also says what headers it was sent.</summary>
    private async Task WriteSiteAsync()
    {
        foreach (var folder in new[] { "includes", "servers", "site/wiki/admin" })
        {
            System.IO.Directory.CreateDirectory(Path.Combine(_folder, folder));
        }

        await File.WriteAllTextAsync(Path.Combine(_folder, "site/wiki/page.html"), "<p>The wiki's page</p>");
        await File.WriteAllTextAsync(Path.Combine(_folder, "site/wiki/admin/page.html"), "<p>The administrators' page</p>");
        await File.WriteAllTextAsync(
            Path.Combine(_folder, "servers/site.conf"),
            $$"""
            server {
                listen 127.0.0.1:{{_ports[5]}};
                root {{_folder}}/site;
                location = /wiki/who {
                    default_type text/plain;
                    return 200 "$http_x_samlsp_nameid|$http_x_samlsp_organization|$http_x_samlsp_org_unit|$http_x_samlsp_roles|$http_x_samlsp_user_type|$http_x_samlsp_token";
                }
            }
            """
        );
        var host = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "deploy/nginx/gateway-host.conf.template"));
        await File.WriteAllTextAsync(
            Path.Combine(_folder, "servers/host.conf"),
            host.Replace("${APP_LISTEN}", $"127.0.0.1:{_ports[7]}", StringComparison.Ordinal)
                .Replace("${APP}", $"127.0.0.1:{_ports[5]}", StringComparison.Ordinal)
        );
        var gateway = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "deploy/nginx/gateway.conf.template"));
        await File.WriteAllTextAsync(
            Path.Combine(_folder, "includes/gateway.conf"),
            gateway.Replace("${WIKI}", $"127.0.0.1:{_ports[5]}", StringComparison.Ordinal)
        );
        await File.WriteAllTextAsync(
            Path.Combine(_folder, "includes/admin.conf"),
            $$"""
            location /wiki/admin/ {
                auth_request /_samlsp/admin;
                error_page 401 = @samlsp_sign_in;
                proxy_pass http://127.0.0.1:{{_ports[5]}};
            }
            location = /_samlsp/admin {
                internal;
                proxy_pass http://samlsp/auth?role=owner;
                proxy_pass_request_body off;
                proxy_set_header Content-Length "";
                proxy_set_header X-Original-URL $scheme://$http_host$request_uri;
            }
            """
        );
    }

    private static int[] Ports(int count)
    {
        return [.. Enumerable.Range(0, count).Select(_ => LoopbackPort.Free())];
    }
}
