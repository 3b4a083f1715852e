using System.Diagnostics;
using System.Net;
using System.Text;
using SamlSp.Testing;

namespace SamlSp.Deployment.Tests;

/// <summary>What Caddy passes on with <c>deploy/caddy/Caddyfile</c>, to an application that shows every header it gets.</summary>
public sealed class CaddyfileTests
{
    /// <summary>What the Caddyfile copies. SamlSp sends each of them, empty if there is no value.</summary>
    private static readonly string[] Names =
    [
        "X-SamlSp-NameId",
        "X-SamlSp-User-Id",
        "X-SamlSp-Display-Name",
        "X-SamlSp-Organization",
        "X-SamlSp-Org-Unit",
        "X-SamlSp-Roles",
        "X-SamlSp-User-Type",
        "X-SamlSp-Expires",
    ];

    [CaddyFact]
    public async Task Caddyfile_HeadersThatCgiMapsToOurs_NeverReachTheApplication()
    {
        var (stub, url) = ($"127.0.0.1:{LoopbackPort.Free()}", $"http://127.0.0.1:{LoopbackPort.Free()}");
        using var listener = new HttpListener { Prefixes = { $"http://{stub}/" } };
        listener.Start();
        var answering = AnswerAsync(listener);
        using var caddy = Process.Start(
            new ProcessStartInfo(
                "caddy",
                ["run", "--adapter", "caddyfile", "--config", Path.Combine(Repository.Root, "deploy/caddy/Caddyfile")]
            )
            {
                UseShellExecute = false,
                RedirectStandardError = true,
                Environment =
                {
                    ["APP_HOST"] = url,
                    ["SAMLSP_NODES"] = stub,
                    ["APP"] = stub,
                    ["XDG_DATA_HOME"] = Path.GetTempPath(),
                    ["XDG_CONFIG_HOME"] = Path.GetTempPath(),
                },
            }
        )!;
        try
        {
            using var client = new HttpClient();
            var headers = await AskAsync(client, url, "X-SamlSp-Roles", "X_SamlSp_Roles", "X-SamlSp_Roles", "x_samlsp-roles", "X-Other");
            Assert.Contains("X-Samlsp-Roles: reader", headers);
            Assert.Contains("X-Other: owner", headers);
            Assert.Contains("X-Samlsp-Display-Name: ", headers);
            Assert.DoesNotContain(headers, header => header.Contains('{', StringComparison.Ordinal));
            Assert.DoesNotContain(
                headers,
                header => header.Split(':')[0].Contains('_', StringComparison.Ordinal) || header == "X-Samlsp-Roles: owner"
            );
        }
        finally
        {
            caddy.Kill();
            await caddy.WaitForExitAsync();
            listener.Stop();
            await answering;
        }
    }

    private static async Task<string[]> AskAsync(HttpClient client, string url, params string[] names)
    {
        for (var attempt = 0; ; attempt++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url + "/page");
            foreach (var name in names)
            {
                request.Headers.TryAddWithoutValidation(name, "owner");
            }

            try
            {
                using var answer = await client.SendAsync(request);
                return (await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync()).Split('\n');
            }
            catch (HttpRequestException) when (attempt < 300)
            {
                await Task.Delay(100);
            }
        }
    }

    /// <summary>Is SamlSp at <c>/auth</c>, and the application elsewhere.</summary>
    private static async Task AnswerAsync(HttpListener listener)
    {
        try
        {
            while (true)
            {
                var context = await listener.GetContextAsync();
                if (context.Request.Url!.AbsolutePath == "/auth")
                {
                    foreach (var name in Names)
                    {
                        context.Response.AddHeader(name, name == "X-SamlSp-Roles" ? "reader" : "");
                    }
                }
                else
                {
                    await context.Response.OutputStream.WriteAsync(
                        Encoding.UTF8.GetBytes(
                            string.Join('\n', context.Request.Headers.AllKeys.Select(name => $"{name}: {context.Request.Headers[name]}"))
                        )
                    );
                }

                context.Response.Close();
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}
