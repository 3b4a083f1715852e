using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Xml.Linq;
using SamlSp.Testing;

namespace SamlSp.Release.Tests;

/// <summary>
/// The sample in a process of its own. Its address is https, behind a proxy that is not here: cookies are carried by hand.
/// </summary>
internal sealed class SampleApp : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly HttpClient _client;
    private readonly Dictionary<string, string> _cookies = new(StringComparer.Ordinal);

    private SampleApp(Process process, string url)
    {
        _process = process;
        _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new(url) };
        void Add(object sender, DataReceivedEventArgs e)
        {
            lock (_output)
            {
                _output.AppendLine(e.Data);
            }
        }

        process.OutputDataReceived += Add;
        process.ErrorDataReceived += Add;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    public static async Task<SampleApp> StartAsync(string folder, string program = "bin/Debug/net10.0/Minimal.dll")
    {
        var url = $"http://127.0.0.1:{LoopbackPort.Free()}";
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in new[] { program, "--urls", url })
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        var app = new SampleApp(Process.Start(start)!, url);
        for (var attempt = 0; attempt < 600; attempt++)
        {
            if (app._process.HasExited)
            {
                throw new InvalidOperationException(app.Output);
            }

            try
            {
                await app.GetAsync("/Saml2");
                if (app.Output.Contains("Now listening on: " + url, StringComparison.Ordinal))
                {
                    return app;
                }
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }

            await Task.Delay(100);
        }

        throw new TimeoutException(app.Output);
    }

    public Task<(int Status, string? Location, string Body)> GetAsync(string path, string? host = null) =>
        SendAsync(new(HttpMethod.Get, path) { Headers = { Host = host } });

    public Task<(int Status, string? Location, string Body)> PostAsync(string path, params (string Name, string Value)[] fields) =>
        PostAsync(path, host: null, fields);

    public Task<(int Status, string? Location, string Body)> PostAsync(
        string path,
        string? host,
        params (string Name, string Value)[] fields
    ) =>
        SendAsync(
            new(HttpMethod.Post, path)
            {
                Headers = { Host = host },
                Content = new FormUrlEncodedContent(fields.ToDictionary(f => f.Name, f => f.Value, StringComparer.Ordinal)),
            }
        );

    /// <summary>A parameter of a query, decoded.</summary>
    public static string Parameter(string query, string name) =>
        WebUtility.UrlDecode(
            query.TrimStart('?').Split('&').Single(p => p.StartsWith(name + "=", StringComparison.Ordinal))[(name.Length + 1)..]
        );

    /// <summary>The ID of the AuthnRequest in a redirect.</summary>
    public static string RequestId(string query)
    {
        using var inflated = new DeflateStream(
            new MemoryStream(Convert.FromBase64String(Parameter(query, "SAMLRequest"))),
            CompressionMode.Decompress
        );
        return XDocument.Load(inflated).Root!.Attribute("ID")!.Value;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task<(int Status, string? Location, string Body)> SendAsync(HttpRequestMessage request)
    {
        request.Headers.TryAddWithoutValidation("Accept", "text/html");
        if (_cookies.Count > 0)
        {
            request.Headers.TryAddWithoutValidation("Cookie", string.Join("; ", _cookies.Select(c => $"{c.Key}={c.Value}")));
        }

        using (request)
        {
            using var response = await _client.SendAsync(request);
            foreach (var cookie in response.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
            {
                var pair = cookie.Split(';')[0].Split('=', 2);
                _cookies[pair[0]] = pair[1];
            }

            return ((int)response.StatusCode, response.Headers.Location?.OriginalString, await response.Content.ReadAsStringAsync());
        }
    }
}
