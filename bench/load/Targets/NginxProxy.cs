using SamlSp.Testing;

namespace SamlSp.Load;

/// <summary>nginx in front of several nodes, with connections kept open to them.</summary>
internal static class NginxProxy
{
    public static async Task<Launched> StartAsync(string folder, int port, IEnumerable<int> nodes)
    {
        Directory.CreateDirectory(folder);
        var upstream = string.Concat(nodes.Select(node => $"server 127.0.0.1:{node}; "));
        var settings = $$"""
            daemon off; worker_processes 1; pid {{folder}}/nginx.pid; error_log {{folder}}/error.log;
            events { worker_connections 1024; }
            http {
              access_log off; client_body_temp_path {{folder}}/body; proxy_temp_path {{folder}}/proxy; fastcgi_temp_path {{folder}}/f; uwsgi_temp_path {{folder}}/u; scgi_temp_path {{folder}}/s;
              client_body_buffer_size 64k; client_max_body_size 1m; keepalive_requests 1000000;
              upstream nodes { {{upstream}} keepalive 64; keepalive_requests 1000000; }
              server {
                listen 127.0.0.1:{{port}};
                location / { proxy_pass http://nodes; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_set_header Host $http_host; proxy_buffer_size 16k; proxy_buffers 4 16k; }
              }
            }
            """;
        var file = Path.Combine(folder, "nginx.conf");
        await File.WriteAllTextAsync(file, settings);
        return await Launched.StartAsync(
            Path.Combine(folder, "nginx.log"),
            $"http://127.0.0.1:{port}/healthz/ready",
            null,
            "/usr/sbin/nginx",
            "-c",
            file,
            "-e",
            folder + "/error.log"
        );
    }
}
