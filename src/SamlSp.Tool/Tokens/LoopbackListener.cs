using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SamlSp.Tool;

/// <summary>
/// Waits on this computer for the browser to come back (RFC 8252 7.3). Answers only a request with the state of this attempt.
/// </summary>
internal sealed class LoopbackListener : IDisposable
{
    private const int MaxBytes = 16 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public LoopbackListener()
    {
        _listener.Start();
        RedirectUri = $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/callback";
    }

    public string RedirectUri { get; }

    /// <summary>The code, or the error that came instead.</summary>
    public async Task<(string? Code, string? Error)> WaitAsync(string state, CancellationToken cancellation)
    {
        while (true)
        {
            using var client = await _listener.AcceptTcpClientAsync(cancellation);
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            patience.CancelAfter(Patience);
            try
            {
                if (await AnswerAsync(client.GetStream(), state, patience.Token) is { } answer)
                {
                    return answer;
                }
            }
            catch (Exception exception)
                when (exception is IOException or OperationCanceledException or SocketException && !cancellation.IsCancellationRequested)
            {
                // Browsers open connections on speculation and drop them. The next one counts.
            }
        }
    }

    public void Dispose() => _listener.Dispose();

    private static async Task<(string? Code, string? Error)?> AnswerAsync(
        NetworkStream stream,
        string state,
        CancellationToken cancellation
    )
    {
        var query = Query(await ReadHeadAsync(stream, cancellation));
        var (code, error) = (query?.GetValueOrDefault("code"), query?.GetValueOrDefault("error"));
        if (query?.GetValueOrDefault("state") != state || (code is null && error is null))
        {
            await WriteAsync(stream, "404 Not Found", "Nothing is here", "This address waits for one sign-in alone.", cancellation);
            return null;
        }

        if (error is null)
        {
            await WriteAsync(stream, "200 OK", "Done", "You can close this page and go back to the command line.", cancellation);
        }
        else
        {
            await WriteAsync(
                stream,
                "200 OK",
                "Not signed in",
                "Nothing was given to the command line. You can close this page.",
                cancellation
            );
        }

        return error is null ? (code, null) : (null, error);
    }

    /// <summary>Reads to the blank line, so that the answer is not lost to a reset of the connection.</summary>
    private static async Task<string> ReadHeadAsync(NetworkStream stream, CancellationToken cancellation)
    {
        var head = new byte[MaxBytes];
        var length = 0;
        while (length < head.Length && head.AsSpan(0, length).IndexOf("\r\n\r\n"u8) < 0)
        {
            var read = await stream.ReadAsync(head.AsMemory(length), cancellation);
            if (read == 0)
            {
                break;
            }

            length += read;
        }

        return Encoding.ASCII.GetString(head, 0, length);
    }

    private static Dictionary<string, string>? Query(string head)
    {
        const string Path = "/callback?";
        if (head.Split('\r', 2)[0].Split(' ') is not ["GET", var target, _] || !target.StartsWith(Path, StringComparison.Ordinal))
        {
            return null;
        }

        var query = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in target[Path.Length..].Split('&'))
        {
            var parts = pair.Split('=', 2);
            if (parts.Length != 2 || !query.TryAdd(parts[0], Uri.UnescapeDataString(parts[1].Replace('+', ' '))))
            {
                return null;
            }
        }

        return query;
    }

    private static async Task WriteAsync(NetworkStream stream, string status, string title, string text, CancellationToken cancellation)
    {
        var page =
            "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">"
            + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
            + $"<title>{title}</title></head><body><h1>{title}</h1><p>{text}</p></body></html>\n";
        var head =
            $"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {page.Length}\r\n"
            + "Cache-Control: no-store\r\nReferrer-Policy: no-referrer\r\nX-Content-Type-Options: nosniff\r\n"
            + "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\nConnection: close\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head + page), cancellation);
    }
}
