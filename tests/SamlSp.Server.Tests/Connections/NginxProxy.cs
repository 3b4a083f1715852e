using System.Diagnostics;
using System.Net.Sockets;
using SamlSp.Testing;

namespace SamlSp.Server.Tests;

/// <summary>Debian's nginx in front of an application, with WebSockets allowed by <c>auth_request</c>.</summary>
internal sealed class NginxProxy : IAsyncDisposable
{
    public const string Program = "/usr/sbin/nginx";

    private readonly Process _process;

    private NginxProxy(Process process, string url) => (_process, Url) = (process, url);

    public string Url { get; }

    /// <summary>Starts it, with a read timeout of 2 s and a worker shutdown timeout of 1 s.</summary>
    /// <param name="folder">A folder for its files.</param>
    /// <param name="node">Who is asked about each request.</param>
    /// <param name="application">The application.</param>
    public static async Task<NginxProxy> StartAsync(string folder, string node, string application)
    {
        var port = LoopbackPort.Free();
        var configuration = Path.Combine(folder, "nginx.conf");
        await File.WriteAllTextAsync(
            configuration,
            $$"""
            daemon off;
            pid {{folder}}/nginx.pid;
            error_log {{folder}}/error.log;
            worker_shutdown_timeout 1s;
            events {}
            http {
                access_log off;
                client_body_temp_path {{folder}}; proxy_temp_path {{folder}}; fastcgi_temp_path {{folder}};
                uwsgi_temp_path {{folder}}; scgi_temp_path {{folder}};
                server {
                    listen 127.0.0.1:{{port}};
                    location / {
                        auth_request /_samlsp;
                        proxy_pass {{application}};
                        proxy_http_version 1.1;
                        proxy_set_header Upgrade $http_upgrade;
                        proxy_set_header Connection upgrade;
                        proxy_read_timeout 2s;
                    }
                    location = /_samlsp {
                        internal;
                        proxy_pass {{node}}/auth;
                        proxy_pass_request_body off;
                        proxy_set_header Content-Length "";
                        proxy_set_header Connection "";
                    }
                }
            }
            """
        );
        var process = Process.Start(new ProcessStartInfo(Program, ["-p", folder, "-c", configuration]))!;
        await Eventually.HoldsAsync(() => ListensAsync(port), TimeSpan.FromSeconds(20), "the start of nginx");
        return new(process, $"ws://127.0.0.1:{port}");
    }

    /// <summary>Reads the configuration again: new workers take over, and the old ones finish.</summary>
    public async Task ReloadAsync()
    {
        using var kill = Process.Start("kill", ["-HUP", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static async Task<bool> ListensAsync(int port)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
